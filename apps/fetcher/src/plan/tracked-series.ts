import type { KnownFile, PlannedFile } from '@fullcarry/domain/completeness/archive/plan-files';
import {
  announcedInstants,
  type AnnouncedRun,
} from '@fullcarry/domain/completeness/schedule/announced-schedule';
import { candlesDue } from '@fullcarry/domain/completeness/schedule/candle-grid';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { latenessOf } from '@fullcarry/domain/completeness/schedule/grace';
import { USUAL_INTERVAL_MS } from '@fullcarry/domain/completeness/schedule/interval-history';
import { wantedWindow } from '@fullcarry/domain/completeness/schedule/look-back';
import { unproven, type SeriesState } from '@fullcarry/domain/completeness/plan';
import {
  intersectWindows,
  MINUTE_MS,
  overlap,
  totalMs,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { hasCandles, type Lookbacks } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';

/** One tracked series with what is wanted of it and what is known. */
export interface TrackedSeries extends SeriesState {
  readonly series: StoredSeries;
  /** What the exchange announced of its settlements; none of candles. */
  readonly runs: readonly AnnouncedRun[];
  /** The grid step of candles; of funding the interval in force now, for estimates only. */
  readonly stepMs: number;
  /** Where the exchange keeps rows for a while only: what is older can't be read a second time. */
  readonly readableFromMs?: number;
  /** The files of the exchange's archive that were asked for once; none where it has no archive. */
  readonly files?: readonly KnownFile[];
  /** Those that are asked for now; `fromFiles` are their windows. */
  readonly planned?: readonly PlannedFile[];
}

/** What is wanted of a series at the exchange's time `nowMs`. */
export function wantedOf(
  series: StoredSeries,
  nowMs: number,
  lookbacks: Lookbacks,
  runs: readonly AnnouncedRun[],
): { wanted: TimeWindow; stepMs: number } {
  const { key } = series;
  return {
    wanted: wantedWindow(key, nowMs, lookbacks, lifeOf(series), runs),
    stepMs: hasCandles(key)
      ? timeframeMs(key.timeframe)
      : (runs.at(-1)?.intervalMs ?? USUAL_INTERVAL_MS),
  };
}

/**
 * Since when the series is behind: a row was due then, its grace is over, and nobody has asked for it with success
 * yet. Undefined while it is not behind. By the exchange's time.
 */
export function behindSinceMs(tracked: TrackedSeries, nowMs: number): number | undefined {
  const [first] = unproven(tracked);
  if (!first) return undefined;
  const overMs = overAtMs(tracked, first);
  return overMs <= nowMs ? overMs : undefined;
}

/** When the grace of the first row ends that is due in the stretch. A candle is due when it closes. */
function overAtMs({ series, runs, wanted }: TrackedSeries, stretch: TimeWindow): number {
  const { dueAfterMs, graceMs } = latenessOf(series.key);
  const firstMs = hasCandles(series.key)
    ? stretch.fromMs
    : firstSettlementMs(runs, wanted, stretch);
  return firstMs + dueAfterMs + graceMs;
}

function firstSettlementMs(
  runs: readonly AnnouncedRun[],
  wanted: TimeWindow,
  stretch: TimeWindow,
): number {
  const [announcedMs] = announcedInstants(runs, stretch);
  const lastDueMs = wanted.toMs - MINUTE_MS;
  return Math.min(announcedMs ?? lastDueMs, lastDueMs);
}

/** Rows wanted and rows covered, for progress; of funding an estimate by the interval in force. */
export function rowProgress(tracked: TrackedSeries): { done: number; total: number } {
  const total = rowsDue(tracked.wanted, tracked.stepMs);
  const coveredMs = totalMs(intersectWindows([tracked.wanted], tracked.coverage));
  const wantedMs = tracked.wanted.toMs - tracked.wanted.fromMs;
  return { total, done: wantedMs > 0 ? Math.round((coveredMs / wantedMs) * total) : total };
}

/** How many rows of what is wanted were not asked for with success yet; an estimate for funding. */
export function rowsToAsk(tracked: TrackedSeries): number {
  return unproven(tracked).reduce((sum, stretch) => sum + rowsDue(stretch, tracked.stepMs), 0);
}

/** The gaps that keep a series from being proven. */
export function openGaps(tracked: TrackedSeries): Gap[] {
  return tracked.gaps.filter((gap) => gap.status === 'missing' && overlap(gap, tracked.wanted));
}

function rowsDue(window: TimeWindow, stepMs: number): number {
  return Math.max(window.toMs > window.fromMs ? 1 : 0, candlesDue(window, stepMs));
}
