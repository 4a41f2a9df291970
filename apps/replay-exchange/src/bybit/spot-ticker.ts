import { fromUnits } from '../market/decimal-units.js';
import type { SpotMarket } from '../market/spot-market.js';

/** Bybit's ticker of one spot market, all strings. */
export interface SpotTicker {
  readonly symbol: string;
  readonly lastPrice: string;
  readonly turnover24h: string;
  readonly [field: string]: string;
}

/** Derived throughout, see `SpotMarket`; the book is one step wide. Undefined before the first row. */
export function spotTickerOf(market: SpotMarket, nowMs: number): SpotTicker | undefined {
  const day = market.day(nowMs);
  if (!day) return undefined;
  const price = (units: number) => fromUnits(units, market.priceDecimals);
  const smallest = fromUnits(1, market.quantityDecimals);
  return {
    symbol: market.symbol,
    bid1Price: price(Math.max(1, day.lastUnits - 1)),
    bid1Size: smallest,
    ask1Price: price(day.lastUnits),
    ask1Size: smallest,
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
