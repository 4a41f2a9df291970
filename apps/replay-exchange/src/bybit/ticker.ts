import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import { fromUnits, toUnits } from '../market/decimal-units.js';
import { fundingOutlook } from '../market/funding-outlook.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { turnoverOf } from '../market/turnover.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';

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
 * The ticker as the last 24 recorded hours and the open one make it. Undefined before the first row.
 *
 * Not recorded, so stood in for: mark and index price by the last price, the book by one step around it,
 * open interest by the day's volume.
 */
export function tickerOf(market: ReplayMarket, nowMs: number): Ticker | undefined {
  const hours = lastDay(market, nowMs);
  const first = hours[0];
  const last = hours.at(-1);
  if (!first || !last) return undefined;
  const { priceDecimals, volumeDecimals, volume: smallest } = market.steps;
  const price = (units: number) => fromUnits(units, priceDecimals);
  const units = (text: string) => toUnits(text, priceDecimals);
  const lastUnits = units(last.close);
  const volume24h = sum(hours.map((row) => Number(row.volume))).toFixed(volumeDecimals);
  const turnover24h = sum(hours.map((row) => Number(turnoverOf(row)))).toFixed(4);
  const funding = fundingOutlook(market.settlementsAround(nowMs));
  return {
    symbol: market.symbol,
    lastPrice: last.close,
    indexPrice: last.close,
    markPrice: last.close,
    prevPrice24h: first.open,
    price24hPcnt: (Number(last.close) / Number(first.open) - 1).toFixed(6),
    highPrice24h: price(Math.max(...hours.map((row) => units(row.high)))),
    lowPrice24h: price(Math.min(...hours.map((row) => units(row.low)))),
    prevPrice1h: last.open,
    openInterest: volume24h,
    openInterestValue: turnover24h,
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
    bid1Price: price(Math.max(1, lastUnits - 1)),
    bid1Size: smallest,
    ask1Price: price(lastUnits + 1),
    ask1Size: smallest,
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
  };
}

/** Once the recording is used up, its last day goes on being told. */
function lastDay(market: ReplayMarket, nowMs: number): RecordedCandle[] {
  const toMs = Math.min(nowMs, market.recording.toMs - HOUR_MS);
  return market.candles(toMs - DAY_MS, toMs, nowMs);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
