import { fromUnits } from '../market/prices/decimal-units.js';
import type { SpotMarket } from '../market/spot-market.js';

/** Bybit's ticker of one spot market, all strings. */
export interface SpotTicker {
  readonly symbol: string;
  readonly lastPrice: string;
  readonly turnover24h: string;
  readonly [field: string]: string;
}

/** Derived throughout, see `SpotMarket`; best bid and ask are the synthetic book's. Undefined before the first row. */
export function spotTickerOf(market: SpotMarket, nowMs: number): SpotTicker | undefined {
  const day = market.day(nowMs);
  if (!day) return undefined;
  const price = (units: number) => fromUnits(units, market.priceDecimals);
  const { bids: [bid] = [], asks: [ask] = [] } = market.book(nowMs, 1) ?? {};
  return {
    symbol: market.symbol,
    bid1Price: bid?.price ?? '',
    bid1Size: bid?.quantity ?? '',
    ask1Price: ask?.price ?? '',
    ask1Size: ask?.quantity ?? '',
    lastPrice: price(day.lastUnits),
    prevPrice24h: price(day.dayAgoUnits),
    price24hPcnt: (day.lastUnits / day.dayAgoUnits - 1).toFixed(4),
    highPrice24h: price(day.highUnits),
    lowPrice24h: price(day.lowUnits),
    turnover24h: day.turnover.toFixed(4),
    volume24h: day.volume.toFixed(market.quantityDecimals),
    usdIndexPrice: price(day.lastUnits),
  };
}
