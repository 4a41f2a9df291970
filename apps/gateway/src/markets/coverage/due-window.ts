import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import {
  CANDLE_GRACE_MS,
  SETTLEMENT_GRACE_MS,
} from '@fullcarry/domain/completeness/schedule/grace';
import {
  wantedCandles,
  wantedSettlements,
} from '@fullcarry/domain/completeness/schedule/look-back';
import { hasCandles } from '@fullcarry/domain/series';
import { subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';

/** What is stored of a series that tells what is due of it. */
export interface DueEvidence {
  readonly coverage: readonly TimeWindow[];
  /** What the exchange announced of its settlements. */
  readonly runs: readonly AnnouncedRun[];
}

/**
 * The stretch of a series that should be there now: the look-back up to the last row due. The newest rows are
 * left out while they may still be on their way, as they are in the certificate. Where nothing was announced funding
 * is due as far as it is covered.
 */
export function dueWindow(
  series: StoredSeries,
  { coverage, runs }: DueEvidence,
  lookbackDays: number,
  nowMs: number,
): TimeWindow {
  const { key } = series;
  if (hasCandles(key)) {
    const stepMs = timeframeMs(key.timeframe);
    const wanted = wantedCandles(nowMs, lookbackDays, stepMs, lifeOf(series));
    return withoutPending(wanted, coverage, nowMs - CANDLE_GRACE_MS - stepMs);
  }
  const wanted = wantedSettlements(nowMs, lookbackDays, lifeOf(series), runs);
  if (runs.length > 0) return withoutPending(wanted, coverage, nowMs - SETTLEMENT_GRACE_MS);
  const coveredToMs = coverage.at(-1)?.toMs ?? wanted.toMs;
  return {
    fromMs: wanted.fromMs,
    toMs: Math.max(wanted.fromMs, Math.min(wanted.toMs, coveredToMs)),
  };
}

/** What was not asked for with success yet, and may still be on its way, is not due now. */
function withoutPending(
  wanted: TimeWindow,
  coverage: readonly TimeWindow[],
  pendingFromMs: number,
): TimeWindow {
  const last = subtractWindows([wanted], coverage).at(-1);
  const isTail = last?.toMs === wanted.toMs && last.fromMs > wanted.fromMs;
  return isTail && wanted.toMs > pendingFromMs && last.fromMs >= pendingFromMs
    ? { fromMs: wanted.fromMs, toMs: last.fromMs }
    : wanted;
}
