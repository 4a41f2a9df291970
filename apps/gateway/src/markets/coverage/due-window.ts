import { absentCandles } from '@fullcarry/domain/completeness/proof/certify';
import {
  absentInstants,
  pendingFromMs,
  type Absent,
} from '@fullcarry/domain/completeness/proof/proof';
import {
  announcedInstants,
  type AnnouncedRun,
} from '@fullcarry/domain/completeness/schedule/announced-schedule';
import { latenessOf } from '@fullcarry/domain/completeness/schedule/grace';
import { wantedWindow } from '@fullcarry/domain/completeness/schedule/look-back';
import { hasCandles, type Lookbacks } from '@fullcarry/domain/series';
import { holds, MINUTE_MS, subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';

/** What is stored of a series that tells what is due of it. */
export interface DueEvidence {
  readonly coverage: readonly TimeWindow[];
  /** What the exchange announced of its settlements. */
  readonly runs: readonly AnnouncedRun[];
}

/**
 * The stretch of a series that should be there now: what the fetcher wants of it, without newest rows that may still be
 * on their way, as in the certificate. Where nothing was announced funding is due as far as it is covered.
 */
export function dueWindow(
  series: StoredSeries,
  { coverage, runs }: DueEvidence,
  lookbacks: Lookbacks,
  nowMs: number,
): TimeWindow {
  const { key } = series;
  const wanted = wantedWindow(key, nowMs, lookbacks, lifeOf(series), runs);
  const { fromMs } = wanted;
  if (!hasCandles(key) && runs.length === 0) {
    const coveredToMs = coverage.at(-1)?.toMs ?? wanted.toMs;
    return { fromMs, toMs: Math.max(fromMs, Math.min(wanted.toMs, coveredToMs)) };
  }
  const open = subtractWindows([wanted], coverage);
  const absent = hasCandles(key)
    ? absentCandles(open, timeframeMs(key.timeframe))
    : settlementsDue(open, wanted, runs);
  return { fromMs, toMs: pendingFromMs({ absent, nowMs, ...latenessOf(key) }) ?? wanted.toMs };
}

/** The settlements that were announced in what is open, and the last one of all that is wanted, announced or not. */
function settlementsDue(
  open: readonly TimeWindow[],
  wanted: TimeWindow,
  runs: readonly AnnouncedRun[],
): Absent[] {
  const lastMs = wanted.toMs - MINUTE_MS;
  const due = [...open.flatMap((window) => announcedInstants(runs, window)), lastMs];
  return absentInstants(due.filter((atMs) => open.some((window) => holds(window, atMs))));
}
