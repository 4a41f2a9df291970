import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { exactSetting, plain } from '@fullcarry/domain/desk/exact';
import type { PriceRange } from '@fullcarry/domain/desk/margin/liquidation';
import type { Position } from '@fullcarry/domain/desk/position';
import { DomainError } from '@fullcarry/domain/errors';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import { floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';

type Watched = Pick<Position, 'symbol' | 'nativeId' | 'perpOpenedAtMs' | 'watchedToMs'>;

/**
 * The highs and lows of held perpetuals since they were last looked at, from the exchange's candles of trade prices: by
 * the minute, and where that is more than a page by the hour. The last one may still be open: it is looked at again.
 */
export class PriceRanges {
  constructor(private readonly exchange: Exchange) {}

  /** By symbol; without those of which the exchange says no candle now. */
  async of(held: readonly Watched[], nowMs: number): Promise<ReadonlyMap<string, PriceRange>> {
    const found = await Promise.all(
      held.map(async (one): Promise<[string, PriceRange][]> => {
        const range = await this.rangeOf(one, nowMs);
        return range ? [[one.symbol, range]] : [];
      }),
    );
    return new Map(found.flat());
  }

  private async rangeOf(held: Watched, nowMs: number): Promise<PriceRange | undefined> {
    const { perpOpenedAtMs, watchedToMs } = held;
    if (perpOpenedAtMs === undefined) return undefined;
    const fromMs = watchedToMs ?? perpOpenedAtMs;
    const perPage = this.exchange.limits.candlesPerPage;
    const isNear = nowMs - fromMs < perPage * MINUTE_MS;
    const [timeframe, stepMs]: [Timeframe, number] = isNear ? ['1m', MINUTE_MS] : ['1h', HOUR_MS];
    const beginMs = floorTo(fromMs, stepMs);
    // The candle of the opening holds prices from before it.
    const firstMs = beginMs < perpOpenedAtMs ? beginMs + stepMs : beginMs;
    const window = {
      fromMs: firstMs,
      toMs: Math.min(floorTo(nowMs, stepMs) + stepMs, firstMs + perPage * stepMs),
    };
    if (window.fromMs >= window.toMs) return undefined;
    const { symbol, nativeId } = held;
    const market = { exchange: this.exchange.id, symbol, nativeId, listedAtMs: undefined };
    try {
      const page = await this.exchange.candlePage(market, timeframe, window);
      const candles = checkCandlePage(page, window, stepMs);
      const last = candles.at(-1);
      if (!last) return undefined;
      return {
        highPrice: plain(exactSetting(Math.max(...candles.map(({ high }) => high)))),
        lowPrice: plain(exactSetting(Math.min(...candles.map(({ low }) => low)))),
        fromMs: window.fromMs,
        toMs: Math.min(last.openAtMs + stepMs, floorTo(nowMs, stepMs)),
      };
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}
