/** The ranks of values as standard scores, mean 0 and deviation 1; of equal values their mean. Undefined where all are equal. */
function rankScores(values: readonly number[]): readonly number[] | undefined {
  const { length } = values;
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(length).fill(0);
  for (let from = 0; from < length;) {
    let to = from + 1;
    while (to < length && order[to]?.value === order[from]?.value) to += 1;
    for (const { i } of order.slice(from, to)) ranks[i] = (from + to - 1) / 2;
    from = to;
  }
  return standard(ranks);
}

/**
 * Returns numbers whose mean is Spearman's rank correlation of two series, −1 to 1; beside a third one the partial one: what of the
 * ranks of both the third does not say. Undefined where one of them, or what is left of it, is all equal.
 */
export function rankProducts(
  one: readonly number[],
  other: readonly number[],
  beside?: readonly number[],
): readonly number[] | undefined {
  const third = beside && rankScores(beside);
  const [a, b] = [one, other].map((values) => {
    const scores = rankScores(values);
    return scores && third ? standard(without(scores, third)) : scores;
  });
  if (!a || !b || (beside && !third)) return undefined;
  return a.map((value, i) => value * (b[i] ?? NaN));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What of standard scores other ones do not say. */
function without(scores: readonly number[], others: readonly number[]): number[] {
  const correlation = meanOf(scores.map((score, i) => score * (others[i] ?? NaN)));
  return scores.map((score, i) => score - correlation * (others[i] ?? NaN));
}

function standard(values: readonly number[]): number[] | undefined {
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  // What doubles leave of scores that are all said by others is no spread.
  if (!(variance > 1e-12)) return undefined;
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}
