export interface PnlBin {
  /** USDT: from it on, and below `to`; the last one holds `to` too. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_BINS = 14;

/** Of ten to the power of something: what people read easily. */
const STEPS = [1, 2, 5, 10];

/** How many results lie in which range, in equal round steps; nothing is always an edge, so that no bin holds gains and losses. */
export function pnlHistogram(results: readonly number[]): PnlBin[] {
  if (results.length === 0) return [];
  const lowest = Math.min(0, ...results);
  const highest = Math.max(0, ...results);
  const step = roundStep((highest - lowest || 1) / MOST_BINS);
  const first = Math.floor(lowest / step);
  const last = Math.max(Math.ceil(highest / step), first + 1);
  return Array.from({ length: last - first }, (_, i) => {
    const from = exactly((first + i) * step);
    const to = exactly((first + i + 1) * step);
    const isLast = first + i + 1 === last;
    const count = results.filter((one) => one >= from && (one < to || (isLast && one === to)));
    return { from, to, count: count.length };
  });
}

/** The least round step that is not below it. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return exactly((STEPS.find((one) => one * power >= least) ?? 10) * power);
}

/** Without what a binary fraction adds. */
function exactly(value: number): number {
  return Number(value.toPrecision(12));
}
