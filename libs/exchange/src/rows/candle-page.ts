import type { Market } from '@fullcarry/domain/market/market';
import { isOfSpot, type CandleKind } from '@fullcarry/domain/series';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';

/** How an exchange is asked for candles of each kind that it keeps. */
export type AskOfKind<Kind extends CandleKind = CandleKind> = Readonly<
  Record<Kind, () => Promise<unknown>>
>;

/** How many candles open in the window. Errors: RangeError when that is none, or more than a page. */
export function candlesOfPage(window: TimeWindow, timeframe: Timeframe, most: number): number {
  const steps = (window.toMs - window.fromMs) / timeframeMs(timeframe);
  if (steps > 0 && steps <= most) return steps;
  throw new RangeError(`A window of ${steps} steps is not one page of 1 to ${most} candles`);
}

/** Errors: RangeError for a kind of candles that the exchange does not have. */
export function assertCandleKind<Kept extends CandleKind>(
  kind: CandleKind,
  kinds: readonly Kept[],
): asserts kind is Kept {
  if (!kinds.some((kept) => kept === kind)) throw new RangeError(`The exchange keeps no ${kind}`);
}

/**
 * The exchange's own name of the instrument whose candles of a kind are asked for: the perpetual, or its spot
 * counterpart. Errors: RangeError where the market has none.
 */
export function candleName({ symbol, nativeId, spot }: Market, kind: CandleKind): string {
  if (!isOfSpot(kind)) return nativeId;
  if (spot) return spot.spotNativeId;
  throw new RangeError(`${symbol} has no spot market`);
}
