import type { AutoscaleInfoProvider } from 'lightweight-charts';

/** The axis of values over at least so much: without it a change of a thousandth of a cent fills the whole height. */
export function withLeastSpan(leastOf: (middle: number) => number): AutoscaleInfoProvider {
  return (original) => {
    const info = original();
    const range = info?.priceRange;
    if (!range) return info;
    return { ...info, priceRange: widened(range, leastOf) };
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
