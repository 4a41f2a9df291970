/** How likely the best of a sweep in sample is below the median of it out of sample. */
export interface Overfitting {
  /** Of the splits, 0 to 1: where the chosen one was at or below the median. */
  readonly probability: number;
  readonly splits: number;
}

/**
 * Returns the probability of backtest overfitting by combinatorially symmetric cross-validation: the days are cut into
 * `blocks` parts; each half of them chooses the trial with the best Sharpe ratio, the other half ranks it.
 *
 * `trials`: the daily returns of each, all as long; `blocks`: even. Where days are over they are left out at the end.
 * Errors: RangeError for fewer than two trials, an odd number of blocks, or fewer than two days a block.
 * Source: Bailey, Borwein, López de Prado and Zhu, 2015.
 */
export function overfitting(trials: readonly (readonly number[])[], blocks: number): Overfitting {
  const days = Math.min(...trials.map((one) => one.length));
  const size = Math.floor(days / blocks);
  if (trials.length < 2 || blocks < 2 || blocks % 2 !== 0 || size < 2) {
    throw new RangeError('Overfitting is told from two trials, even blocks and two days in each');
  }
  const sums = trials.map((daily) => blockSums(daily, blocks, size));
  const halves = combinations(blocks, blocks / 2);
  let low = 0;
  for (const half of halves) {
    const chosen = new Set(half);
    const inside = sums.map((one) => sharpeOf(one, half, size));
    const rest = Array.from({ length: blocks }, (_, i) => i).filter((i) => !chosen.has(i));
    const outside = sums.map((one) => sharpeOf(one, rest, size));
    const best = inside.indexOf(Math.max(...inside));
    const of = outside[best] ?? NaN;
    const below = outside.filter((one) => one < of).length;
    const equal = outside.filter((one) => one === of).length;
    const rank = (below + (equal + 1) / 2) / (trials.length + 1);
    if (Math.log(rank / (1 - rank)) <= 0) low += 1;
  }
  return { probability: low / halves.length, splits: halves.length };
}

interface BlockSums {
  readonly sum: readonly number[];
  readonly squares: readonly number[];
}

function blockSums(daily: readonly number[], blocks: number, size: number): BlockSums {
  const of = (value: (one: number) => number) =>
    Array.from({ length: blocks }, (_, block) =>
      daily.slice(block * size, (block + 1) * size).reduce((total, one) => total + value(one), 0),
    );
  return { sum: of((one) => one), squares: of((one) => one * one) };
}

/** By the day; −∞ where nothing was spread and nothing earned, so that doing nothing is never chosen. */
function sharpeOf({ sum, squares }: BlockSums, blocks: readonly number[], size: number): number {
  const count = blocks.length * size;
  const total = blocks.reduce((all, i) => all + (sum[i] ?? 0), 0);
  const square = blocks.reduce((all, i) => all + (squares[i] ?? 0), 0);
  const mean = total / count;
  const variance = (square - count * mean ** 2) / (count - 1);
  if (!(variance > 0)) return mean > 0 ? Infinity : -Infinity;
  return mean / Math.sqrt(variance);
}

/** Every way to take `take` of 0 … `of` − 1, ascending. */
export function combinations(of: number, take: number): readonly (readonly number[])[] {
  const found: number[][] = [];
  const walk = (from: number, taken: readonly number[]): void => {
    if (taken.length === take) {
      found.push([...taken]);
      return;
    }
    for (let i = from; i <= of - (take - taken.length); i += 1) walk(i + 1, [...taken, i]);
  };
  walk(0, []);
  return found;
}
