/** A range that holds the middle share of what was drawn. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Returns between which values the mean of a series lies with a confidence, by the circular block bootstrap: blocks of
 * neighbours are drawn with replacement, so that what belongs together stays together.
 *
 * `block`: days in a block, about as long as one return says something of the next; `next`: numbers in [0, 1).
 * Undefined for an empty series.
 */
export function blockBootstrapMean(
  values: readonly number[],
  { block, draws, confidence }: { block: number; draws: number; confidence: number },
  next: () => number,
): Interval | undefined {
  const { length } = values;
  if (length === 0) return undefined;
  const means = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    let total = 0;
    for (let taken = 0; taken < length;) {
      const first = Math.floor(next() * length);
      for (let i = 0; i < block && taken < length; i += 1, taken += 1) {
        total += values[(first + i) % length] ?? 0;
      }
    }
    means[draw] = total / length;
  }
  means.sort();
  const at = (share: number) => means[Math.min(draws - 1, Math.floor(share * draws))] ?? NaN;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

/** Numbers in [0, 1) that are the same for the same seed: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
