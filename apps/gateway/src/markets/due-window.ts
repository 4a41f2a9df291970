import { SETTLEMENT_GRACE_MS, wantedCandles, wantedSettlements } from '@fullcarry/domain/look-back';
import { MINUTE_MS, subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { StoredSeries } from '@fullcarry/history/stored-series';

/** When the next settlement is due, as the exchange says now. */
export interface Schedule {
  readonly nextFundingAtMs: number;
  readonly intervalMinutes: number;
}

/**
 * The stretch of a series that should be there now: the look-back up to the last row due. The newest row is
 * left out while it may still be on its way, as it is in the certificate. Without a schedule funding is
 * due as far as it is covered.
 */
export function dueWindow(
  series: StoredSeries,
  coverage: readonly TimeWindow[],
  lookbackDays: number,
  nowMs: number,
  schedule: Schedule | undefined,
): TimeWindow {
  const wanted = wantedOf(series, coverage, lookbackDays, nowMs, schedule);
  const last = subtractWindows([wanted], coverage).at(-1);
  const isOnItsWay =
    last?.toMs === wanted.toMs &&
    last.fromMs > wanted.fromMs &&
    nowMs - wanted.toMs < SETTLEMENT_GRACE_MS &&
    last.toMs - last.fromMs <= stepOf(series, schedule) + MINUTE_MS;
  return isOnItsWay ? { fromMs: wanted.fromMs, toMs: last.fromMs } : wanted;
}

function wantedOf(
  { key, market }: StoredSeries,
  coverage: readonly TimeWindow[],
  lookbackDays: number,
  nowMs: number,
  schedule: Schedule | undefined,
): TimeWindow {
  if (key.kind === 'candles') {
    return wantedCandles(nowMs, lookbackDays, timeframeMs(key.timeframe), market);
  }
  if (schedule) {
    const intervalMs = schedule.intervalMinutes * MINUTE_MS;
    return wantedSettlements(nowMs, lookbackDays, market, {
      nextFundingAtMs: schedule.nextFundingAtMs,
      intervalMs,
    });
  }
  const wanted = wantedSettlements(nowMs, lookbackDays, market, undefined);
  const coveredToMs = coverage.at(-1)?.toMs ?? wanted.toMs;
  return {
    fromMs: wanted.fromMs,
    toMs: Math.max(wanted.fromMs, Math.min(wanted.toMs, coveredToMs)),
  };
}

function stepOf({ key }: StoredSeries, schedule: Schedule | undefined): number {
  if (key.kind === 'candles') return timeframeMs(key.timeframe);
  return (schedule?.intervalMinutes ?? 480) * MINUTE_MS;
}
