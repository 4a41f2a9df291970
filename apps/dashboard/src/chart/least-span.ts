import type { AutoscaleInfoProvider } from 'lightweight-charts';

/**
 * The axis of values over at least so much: without it a change of a thousandth of a cent fills the whole height.
 * `shown`: a value that is in view whatever is drawn, such as what a curve began with.
 */
export function withLeastSpan(
  leastOf: (middle: number) => number,
  shown?: number,
): AutoscaleInfoProvider {
  return (original) => {
    const info = original();
    const range = info?.priceRange;
    if (!range) return info;
    const { minValue, maxValue } = range;
    const all =
      shown === undefined
        ? range
        : { minValue: Math.min(minValue, shown), maxValue: Math.max(maxValue, shown) };
    return { ...info, priceRange: widened(all, leastOf) };
  };
}

interface ValueRange {
  readonly minValue: number;
  readonly maxValue: number;
}

export function widened(range: ValueRange, leastOf: (middle: number) => number): ValueRange {
  const { minValue, maxValue } = range;
  const middle = (minValue + maxValue) / 2;
  const least = leastOf(middle);
  if (maxValue - minValue >= least) return { minValue, maxValue };
  return { minValue: middle - least / 2, maxValue: middle + least / 2 };
}
