import { impliedBasis } from '../market/prices/basis.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import { fundingOutlook } from '../market/funding-outlook.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** Bybit's ticker of one linear market, all strings. */
export interface Ticker {
  readonly symbol: string;
  readonly lastPrice: string;
  /** Quote volume of 24 hours: what markets are ranked by. */
  readonly turnover24h: string;
  /** The prediction for the next settlement; '' for a dated future. */
  readonly fundingRate: string;
  readonly nextFundingTime: string;
  readonly fundingIntervalHour: string;
  readonly [field: string]: string;
}

/**
 * The ticker as the last 24 recorded hours and the open one make it: a function of the recording and the
 * instant. Undefined before the first row.
 *
 * Stood in for, where it was not recorded: the mark price by the last price; and always the index price by the derived
 * spot price, the best bid and ask by those of the synthetic book. Open interest is not published.
 */
export function tickerOf(market: ReplayMarket, nowMs: number): Ticker | undefined {
  const day = market.day(nowMs);
  if (!day) return undefined;
  const { priceDecimals, volumeDecimals } = market.steps;
  const { bids: [bid] = [], asks: [ask] = [] } = market.book(nowMs, 1) ?? {};
  const price = (units: number) => fromUnits(units, priceDecimals);
  const last = price(day.lastUnits);
  const turnover24h = day.turnover.toFixed(4);
  const volume24h = day.volume.toFixed(volumeDecimals);
  const funding = fundingOutlook(market.settlementsAround(nowMs));
  return {
    symbol: market.symbol,
    lastPrice: last,
    indexPrice: price(Math.max(1, Math.round(day.lastUnits / (1 + impliedBasis(funding))))),
    markPrice: market.markPrice(nowMs) ?? last,
    prevPrice24h: price(day.dayAgoUnits),
    price24hPcnt: (day.lastUnits / day.dayAgoUnits - 1).toFixed(6),
    highPrice24h: price(day.highUnits),
    lowPrice24h: price(day.lowUnits),
    prevPrice1h: price(day.hourAgoUnits),
    openInterest: '',
    openInterestValue: '',
    turnover24h,
    volume24h,
    fundingRate: funding?.rate ?? '',
    nextFundingTime: String(funding?.nextAtMs ?? 0),
    fundingIntervalHour: funding ? String(funding.intervalMinutes / 60) : '',
    fundingCap: funding ? '0.02' : '',
    predictedDeliveryPrice: '',
    basisRate: '',
    basis: '',
    deliveryFeeRate: market.recording.spec.deliveryAtMs === undefined ? '' : '0.0005',
    deliveryTime: String(market.endsAtMs ?? 0),
    bid1Price: bid?.price ?? '',
    bid1Size: bid?.quantity ?? '',
    ask1Price: ask?.price ?? '',
    ask1Size: ask?.quantity ?? '',
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
  };
}
