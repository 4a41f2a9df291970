import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { exactSetting, plain } from '@fullcarry/domain/desk/book/exact';
import type { PriceRange } from '@fullcarry/domain/desk/margin/liquidation';
import { heldName, type Observation } from '@fullcarry/domain/desk/observe/observation';
import type { PositionLeg } from '@fullcarry/domain/desk/book/position-leg';
import { heldPerpetuals } from '@fullcarry/domain/desk/book/position-money';
import type { Position } from '@fullcarry/domain/desk/book/position';
import { DomainError } from '@fullcarry/domain/errors';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { floorTo, HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';

/**
 * The highs and lows of held perpetuals since they were last checked, from the exchange's candles of trade prices: by
 * the minute, and by the hour where that is more than a page or none are given. The last one may still be open: it is read again.
 */
export class PriceRanges {
  /** `exchanges`: by their ids. */
  constructor(private readonly exchanges: ReadonlyMap<string, Exchange>) {}

  /** By heldName; without those of which the exchange says no candle now. */
  async of(held: readonly Position[], nowMs: number): Promise<Observation['ranges']> {
    const found = await Promise.all(
      held.flatMap((position) =>
        heldPerpetuals(position).map(async ([name, leg]): Promise<[string, PriceRange][]> => {
          const range = await this.rangeOf(leg, nowMs);
          return range ? [[heldName(position, name), range]] : [];
        }),
      ),
    );
    return new Map(found.flat());
  }

  private async rangeOf(leg: PositionLeg, nowMs: number): Promise<PriceRange | undefined> {
    const { lastOpenedAtMs: openedAtMs, watchedToMs, venue, symbol, nativeId } = leg;
    const exchange = this.exchanges.get(venue);
    if (openedAtMs === undefined || !exchange) return undefined;
    const fromMs = Math.max(watchedToMs ?? openedAtMs, openedAtMs);
    const perPage = exchange.limits.candlesPerPage;
    const market = { exchange: venue, symbol, nativeId, listedAtMs: undefined };
    const isNear = nowMs - fromMs < perPage * MINUTE_MS;
    // Where no minutes are to be had, whole hours since the opening are better than none.
    for (const [timeframe, stepMs] of isNear ? [MINUTES, HOURS] : [HOURS]) {
      const beginMs = floorTo(fromMs, stepMs);
      // The candle of the opening holds prices from before it.
      const firstMs = beginMs < openedAtMs ? beginMs + stepMs : beginMs;
      const window = {
        fromMs: firstMs,
        toMs: Math.min(floorTo(nowMs, stepMs) + stepMs, firstMs + perPage * stepMs),
      };
      if (window.fromMs >= window.toMs) return undefined;
      const candles = await candlesOf(exchange, market, timeframe, window);
      const last = candles.at(-1);
      if (!last) continue;
      return {
        highPrice: plain(exactSetting(Math.max(...candles.map(({ high }) => high)))),
        lowPrice: plain(exactSetting(Math.min(...candles.map(({ low }) => low)))),
        fromMs: window.fromMs,
        toMs: Math.min(last.openAtMs + stepMs, floorTo(nowMs, stepMs)),
      };
    }
    return undefined;
  }
}

const MINUTES: [Timeframe, number] = ['1m', MINUTE_MS];
const HOURS: [Timeframe, number] = ['1h', HOUR_MS];

/** Empty where the exchange gives none now. */
async function candlesOf(
  exchange: Exchange,
  market: Parameters<Exchange['candlePage']>[0],
  timeframe: Timeframe,
  window: TimeWindow,
) {
  try {
    const page = await exchange.candlePage(market, timeframe, window);
    return checkCandlePage(page, window, timeframeMs(timeframe));
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
