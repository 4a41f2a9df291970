/** The first four moments of a sample; the third and fourth as they are used of returns. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Of the sample: divided by count − 1. */
  readonly deviation: number;
  /** Of the population: divided by count. 0 is symmetric. */
  readonly skew: number;
  /** Of the population, not in excess: 3 is normal. */
  readonly kurtosis: number;
}

/** Undefined for fewer than two values, or values that never differ: nothing is spread. */
export function momentsOf(values: readonly number[]): Moments | undefined {
  const count = values.length;
  if (count < 2) return undefined;
  const mean = values.reduce((total, value) => total + value, 0) / count;
  const power = (n: number) =>
    values.reduce((total, value) => total + (value - mean) ** n, 0) / count;
  const variance = power(2);
  if (!(variance > (Math.abs(mean) * 1e-12) ** 2)) return undefined;
  return {
    count,
    mean,
    deviation: Math.sqrt((variance * count) / (count - 1)),
    skew: power(3) / variance ** 1.5,
    kurtosis: power(4) / variance ** 2,
  };
}
