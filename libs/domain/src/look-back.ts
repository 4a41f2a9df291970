import { ceilTo, DAY_MS, floorTo, MINUTE_MS, type TimeWindow } from './time-window.js';

/** How long a settlement may take to appear before it counts as missing. */
export const SETTLEMENT_GRACE_MS = 15 * MINUTE_MS;

/** A market's life as far as the exchange tells it. */
export interface Lifetime {
  readonly listedAtMs: number | undefined;
  readonly delistedAtMs: number | undefined;
}

/** When the next settlement will be, and how long after the one before. */
export interface Schedule {
  readonly nextFundingAtMs: number;
  readonly intervalMs: number;
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
  const { fromMs } = lookBack(nowMs, lookbackDays, life);
  const lifeEndMs = ceilTo(life.delistedAtMs ?? nowMs, stepMs);
  return notNegative({
    fromMs: floorTo(fromMs, stepMs),
    toMs: Math.min(floorTo(nowMs, stepMs), lifeEndMs),
  });
}

/**
 * The settlements that are wanted, up to and including the last one due.
 *
 * `nextFundingAtMs` and `intervalMs` are what the exchange says now, so that nothing is asked for which
 * can't have been settled; for a delisted market they are undefined and its end counts.
 */
export function wantedSettlements(
  nowMs: number,
  lookbackDays: number,
  life: Lifetime,
  schedule: Schedule | undefined,
): TimeWindow {
  const { fromMs, toMs } = lookBack(nowMs, lookbackDays, life);
  const lastMs = schedule ? lastDueMs(nowMs, schedule) : toMs;
  return notNegative({
    fromMs: floorTo(fromMs, MINUTE_MS),
    toMs: floorTo(Math.min(lastMs, toMs), MINUTE_MS) + MINUTE_MS,
  });
}

/** A schedule that was read a moment too early, or that is late itself, calls the next what is due by now. */
function lastDueMs(nowMs: number, { nextFundingAtMs, intervalMs }: Schedule): number {
  return nextFundingAtMs <= nowMs ? nextFundingAtMs : nextFundingAtMs - intervalMs;
}

function lookBack(nowMs: number, lookbackDays: number, life: Lifetime): TimeWindow {
  return {
    fromMs: Math.max(floorTo(nowMs - lookbackDays * DAY_MS, DAY_MS), life.listedAtMs ?? 0),
    toMs: Math.min(nowMs, life.delistedAtMs ?? nowMs),
  };
}

function notNegative(window: TimeWindow): TimeWindow {
  return { fromMs: window.fromMs, toMs: Math.max(window.fromMs, window.toMs) };
}
