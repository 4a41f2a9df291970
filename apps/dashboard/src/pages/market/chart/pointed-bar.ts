import { percentText, priceText, rateText, shortMoneyText } from '../../../format/numbers.js';
import { isoMinute } from '../../../format/times.js';
import type { FundingSlot } from './chart-slots.js';
import type { ChartedHistory } from '../charted-history.js';

type Candle = ChartedHistory['candles']['candles'][number];

/** What is under the pointer, or the newest where there is none. */
export interface PointedBar {
  readonly atMs: number;
  readonly candle: Candle | undefined;
  readonly funding: FundingSlot | undefined;
  /** Σ rate since the chart's beginning, a fraction of notional. */
  readonly cumulative: number | undefined;
  /** The signal that is drawn, with its value; undefined where none is. */
  readonly signal: string | undefined;
  /** The same sum of the exchange that is compared. */
  readonly other:
    { readonly exchange: string; readonly cumulative: number | undefined } | undefined;
  /** Settlements of the range are not stored, so that the sum is of less than the range. */
  readonly isPartial: boolean;
}

/** One line for people: time, prices, volume, funding, that by the year, and the sum since the beginning. */
export function barText(
  { atMs, candle, funding, cumulative, signal, other, isPartial }: PointedBar,
  base: string,
): string {
  const [, open, high, low, close, volume] = candle ?? [];
  const prices = candle
    ? `O ${priceText(open)}  H ${priceText(high)}  L ${priceText(low)}  C ${priceText(close)}  Volume ${shortMoneyText(volume)} ${base}`
    : 'no candle';
  const several = (funding?.settlements ?? 0) > 1 ? ` (${funding?.settlements} settlements)` : '';
  const rates = funding
    ? `Funding ${rateText(funding.rate)}${several}, ${percentText(funding.yearly, 2, 'always')} a year`
    : 'no settlement';
  const sum =
    cumulative === undefined
      ? ''
      : `  ·  Since the start ${percentText(cumulative, 3, 'always')}${isPartial ? ' of what is stored' : ''}`;
  const compared = other
    ? `  ·  ${other.exchange} ${percentText(other.cumulative, 3, 'always')}`
    : '';
  return `${isoMinute(atMs)} UTC  ·  ${prices}  ·  ${rates}${sum}${compared}${signal === undefined ? '' : `  ·  ${signal}`}`;
}
