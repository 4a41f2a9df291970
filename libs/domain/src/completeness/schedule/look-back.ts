import { hasCandles, lookbackDaysOf, type Lookbacks, type SeriesKey } from '../../series.js';
import { timeframeMs } from '../../timeframe.js';
import { announcedInstants, type AnnouncedRun } from './announced-schedule.js';
import { ceilTo, DAY_MS, floorTo, MINUTE_MS, type TimeWindow } from '../../time-window.js';

/** A market's life as far as the exchange publishes it. */
export interface Lifetime {
  readonly listedAtMs: number | undefined;
  readonly delistedAtMs: number | undefined;
}

/** What is wanted of a series at the exchange's time `nowMs`. `runs`: what was announced of its settlements. */
export function wantedWindow(
  key: SeriesKey,
  nowMs: number,
  lookbacks: Lookbacks,
  life: Lifetime,
  runs: readonly AnnouncedRun[],
): TimeWindow {
  const days = lookbackDaysOf(key.kind, lookbacks);
  return hasCandles(key)
    ? wantedCandles(nowMs, days, timeframeMs(key.timeframe), life)
    : wantedSettlements(nowMs, days, life, runs);
}

/**
 * The candles that are wanted: from the look-back's UTC day, or the candle in which the market was listed,
 * up to and including the last closed candle, or the candle in which it was delisted.
 *
 * `nowMs` is the exchange's time: a candle is closed by the exchange's clock, not by ours.
 */
export function wantedCandles(
  nowMs: number,
  lookbackDays: number,
  stepMs: number,
  life: Lifetime,
): TimeWindow {
  const { fromMs } = lookbackWindow(nowMs, lookbackDays, life);
  const lifeEndMs = ceilTo(life.delistedAtMs ?? nowMs, stepMs);
  return notNegative({
    fromMs: floorTo(fromMs, stepMs),
    toMs: Math.min(floorTo(nowMs, stepMs), lifeEndMs),
  });
}

/**
 * The settlements that are wanted, from the minute of the listing on, up to and including the last one due.
 *
 * `runs` is what the exchange announced, so that nothing is asked for which can't have been settled; where it
 * announced nothing, all up to now may have been.
 */
export function wantedSettlements(
  nowMs: number,
  lookbackDays: number,
  life: Lifetime,
  runs: readonly AnnouncedRun[],
): TimeWindow {
  const { fromMs, toMs } = lookbackWindow(nowMs, lookbackDays, life);
  const lastMs = Math.min(lastDueMs(nowMs, runs) ?? toMs, toMs);
  return notNegative({
    fromMs: floorTo(fromMs, MINUTE_MS),
    toMs: floorTo(lastMs, MINUTE_MS) + MINUTE_MS,
  });
}

/**
 * The last settlement that is due by now: the last that was announced, or the one before the next. Where the tickers
 * fell silent the interval that was announced last goes on: no news ends nothing.
 */
function lastDueMs(nowMs: number, runs: readonly AnnouncedRun[]): number | undefined {
  const last = runs.at(-1);
  if (!last) return undefined;
  const { lastNextAtMs, intervalMs } = last;
  const announced = announcedInstants(runs, { fromMs: lastNextAtMs - DAY_MS, toMs: nowMs + 1 });
  const beforeNextMs = lastNextAtMs + Math.floor((nowMs - lastNextAtMs) / intervalMs) * intervalMs;
  return Math.max(beforeNextMs, ...announced);
}

function lookbackWindow(nowMs: number, lookbackDays: number, life: Lifetime): TimeWindow {
  return {
    fromMs: Math.max(floorTo(nowMs - lookbackDays * DAY_MS, DAY_MS), life.listedAtMs ?? 0),
    toMs: Math.min(nowMs, life.delistedAtMs ?? nowMs),
  };
}

function notNegative(window: TimeWindow): TimeWindow {
  return { fromMs: window.fromMs, toMs: Math.max(window.fromMs, window.toMs) };
}
