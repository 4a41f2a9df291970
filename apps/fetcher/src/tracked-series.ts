import { absencesOf } from '@fullcarry/domain/certificate';
import { candlesDue } from '@fullcarry/domain/candle-grid';
import type { Gap } from '@fullcarry/domain/gap';
import { SETTLEMENT_GRACE_MS, wantedCandles, wantedSettlements } from '@fullcarry/domain/look-back';
import type { MarketTicker } from '@fullcarry/domain/market';
import { unproven, type SeriesState } from '@fullcarry/domain/plan';
import {
  HOUR_MS,
  intersectWindows,
  MINUTE_MS,
  overlap,
  subtractWindows,
  totalMs,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { StoredSeries } from '@fullcarry/history/stored-series';

/** The interval that is taken for estimates while the exchange has not said one. */
const USUAL_INTERVAL_MS = 8 * HOUR_MS;

/** One tracked series with what is wanted of it and what is known. */
export interface TrackedSeries extends SeriesState {
  readonly series: StoredSeries;
  /** The grid step of candles; of funding the interval in force now, for estimates only. */
  readonly stepMs: number;
  /** Where the exchange keeps rows for a while only: what is older can't be read a second time. */
  readonly readableFromMs?: number;
}

/** What is wanted of a series at the exchange's time `nowMs`. */
export function wantedOf(
  series: StoredSeries,
  nowMs: number,
  lookbackDays: number,
  ticker: MarketTicker | undefined,
): { wanted: TimeWindow; stepMs: number } {
  if (series.key.kind === 'candles') {
    const stepMs = timeframeMs(series.key.timeframe);
    return { wanted: wantedCandles(nowMs, lookbackDays, stepMs, series.market), stepMs };
  }
  const intervalMs = ticker ? ticker.fundingIntervalMinutes * MINUTE_MS : USUAL_INTERVAL_MS;
  const schedule = ticker && { nextFundingAtMs: ticker.nextFundingAtMs, intervalMs };
  return {
    wanted: wantedSettlements(nowMs, lookbackDays, series.market, schedule),
    stepMs: intervalMs,
  };
}

/**
 * The stretch that can be certified now: what is wanted, without a newest row that is due but may still be
 * on its way.
 */
export function certifiable(tracked: TrackedSeries, nowMs: number): TimeWindow {
  const { wanted } = tracked;
  const last = unproven(tracked).at(-1);
  const pending =
    last?.toMs === wanted.toMs &&
    nowMs - wanted.toMs < SETTLEMENT_GRACE_MS &&
    last.toMs - last.fromMs <= tracked.stepMs + MINUTE_MS;
  return {
    fromMs: wanted.fromMs,
    toMs: pending ? Math.max(wanted.fromMs, last.fromMs) : wanted.toMs,
  };
}

/** How many rows of the window are not proven; 0 is the proof. */
export function missingRows(tracked: TrackedSeries, window: TimeWindow): number {
  const open = unproven({ ...tracked, wanted: window });
  const known = tracked.gaps.filter((gap) => gap.status === 'missing' && overlap(gap, window));
  const neverSeen = subtractWindows(open, known);
  const rows = neverSeen.reduce((sum, stretch) => sum + rowsDue(stretch, tracked.stepMs), 0);
  return rows + absencesOf(known, window).missing;
}

/** Rows wanted and rows covered, for progress; of funding an estimate by the interval in force. */
export function rowProgress(tracked: TrackedSeries): { done: number; total: number } {
  const total = rowsDue(tracked.wanted, tracked.stepMs);
  const coveredMs = totalMs(intersectWindows([tracked.wanted], tracked.coverage));
  const wantedMs = tracked.wanted.toMs - tracked.wanted.fromMs;
  return { total, done: wantedMs > 0 ? Math.round((coveredMs / wantedMs) * total) : total };
}

/** The gaps that keep a series from being proven. */
export function openGaps(tracked: TrackedSeries): Gap[] {
  return tracked.gaps.filter((gap) => gap.status === 'missing' && overlap(gap, tracked.wanted));
}

function rowsDue(window: TimeWindow, stepMs: number): number {
  return Math.max(window.toMs > window.fromMs ? 1 : 0, candlesDue(window, stepMs));
}

/** What a proof of these series depends on besides their rows. */
export function basisOf(tracked: readonly TrackedSeries[]): string {
  return JSON.stringify(
    tracked.map(({ series, wanted, coverage, gaps }) => [series.id, wanted, coverage, gaps]),
  );
}
