import { anchorBefore } from '@fullcarry/domain/signal/anchored';
import {
  NO_SIGNALS,
  priceStep,
  settledStep,
  signalValues,
  type SignalValues,
} from '@fullcarry/domain/signal/market-signals';
import type { PriceRow } from '@fullcarry/domain/signal/signal-row';
import { intersectWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { setImmediate } from 'node:timers/promises';
import type { Reads } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { storedCandles, storedSettlements } from '../rows/series-rows.js';
import type { AskedSignals, CitedCertificate } from './proven-signals.js';

/** What the signals of a market were when a settlement of it was there. */
export interface SignalPoint {
  readonly settledAtMs: number;
  readonly values: SignalValues;
}

/** After so many settlements somebody else may do something. */
const AT_ONCE = 200;

/**
 * Returns the signals of a market at each of its settlements in a window, ascending: by the rows that its certificates speak of and that
 * were there by then (candles that closed before or with it), from the anchor on that they depend on. The same digits as whoever
 * looked at that instant.
 */
export async function signalHistory(
  database: Reads,
  asked: AskedSignals,
  certificates: readonly CitedCertificate[],
  { timeframe, window }: { readonly timeframe: Timeframe; readonly window: TimeWindow },
): Promise<SignalPoint[]> {
  const { funding, candles, spot } = asked;
  const stepMs = timeframeMs(timeframe);
  const proven = (series: StoredSeries, sinceMs: number): TimeWindow | undefined => {
    const wanted = { fromMs: sinceMs, toMs: window.toMs };
    const cited = certificates.filter((one) => one.series.id === series.id);
    return intersectWindows(
      [wanted],
      cited.map(({ certificate }) => certificate.window),
    ).at(-1);
  };
  const sinceMs = anchorBefore(window.fromMs);
  const settledIn = proven(funding, sinceMs);
  if (!settledIn) return [];
  const settled = await storedSettlements(database, funding.id, settledIn);
  const pricedIn = [candles, ...(spot ? [spot] : [])].map((one) => proven(one, sinceMs - stepMs));
  const prices = await priceRows(database, asked, pricedIn, stepMs);
  const points: SignalPoint[] = [];
  let signals = NO_SIGNALS;
  let next = 0;
  for (const { settledAtMs, rate, intervalMinutes } of settled) {
    for (
      let price = prices[next];
      price && price.closedAtMs <= settledAtMs;
      price = prices[(next += 1)]
    ) {
      signals = priceStep(signals, price);
    }
    if (intervalMinutes === undefined) continue;
    const row = { settledAtMs, rate: Number(rate), hours: intervalMinutes / 60 };
    signals = settledStep(signals, row);
    if (settledAtMs < window.fromMs) continue;
    points.push({ settledAtMs, values: signalValues(signals) });
    if (points.length % AT_ONCE === 0) await setImmediate();
  }
  return points;
}

/** Of the time in which all of the candle series are proven. */
async function priceRows(
  database: Reads,
  { candles, spot, unitsPerContract }: AskedSignals,
  windows: readonly (TimeWindow | undefined)[],
  stepMs: number,
): Promise<PriceRow[]> {
  const known = windows.filter((one) => one !== undefined);
  const fromMs = Math.max(...known.map((one) => one.fromMs));
  const toMs = Math.min(...known.map((one) => one.toMs));
  if (known.length < windows.length || fromMs >= toMs) return [];
  const perpetual = await storedCandles(database, candles.id, { fromMs, toMs });
  const coins = spot ? await storedCandles(database, spot.id, { fromMs, toMs }) : [];
  const coinAt = new Map(coins.map(({ openAtMs, close }) => [openAtMs, close]));
  return perpetual.map(({ openAtMs, close, volume }) => {
    const coin = coinAt.get(openAtMs);
    return {
      closedAtMs: openAtMs + stepMs,
      short: close,
      long: coin === undefined ? undefined : coin * unitsPerContract,
      turnoverUsdt: volume * close,
    };
  });
}
