import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { unproven } from '@fullcarry/domain/completeness/plan';
import { hasCandles } from '@fullcarry/domain/series';
import {
  floorTo,
  intersectWindows,
  overlap,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';
import { rowBounds } from '@fullcarry/history/rows/series-rows';

/** What was asked for; an end that is left out is where the history ends. */
export interface AskedRange {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

export interface ExportRange {
  /** The part of the range in which rows are stored; undefined where none is. */
  readonly rows: TimeWindow | undefined;
  /** All rows that are stored of the series, whatever was asked for; undefined where none is. */
  readonly stored: TimeWindow | undefined;
  /** What is asked for and may lack rows that the exchange has. */
  readonly unproven: readonly UnprovenStretch[];
  /** Set when the range begins before the market did: nothing is missing there. */
  readonly listedAtMs: number | undefined;
  /** Holes in the range that the exchange itself has. */
  readonly confirmedEmpty: readonly Gap[];
}

export interface UnprovenStretch extends TimeWindow {
  readonly why: string;
}

/** What of the asked range is stored, what is proven, and what is not. */
export async function exportRange(
  database: Database,
  series: StoredSeries,
  asked: AskedRange,
  nowMs: number,
): Promise<ExportRange> {
  const completeness = new CompletenessStore(database);
  const coverage = (await completeness.coverage([series.id])).get(series.id) ?? [];
  const gaps = (await completeness.gaps([series.id])).get(series.id) ?? [];
  const certificate = (await new CertificateStore(database).all()).get(series.id)?.certificate;
  const bounds = await rowBounds(database, series);
  const known = [...coverage, ...gaps, certificate?.window, bounds].filter(
    (window) => window !== undefined,
  );
  const wanted = {
    fromMs: asked.fromMs ?? Math.min(...known.map((window) => window.fromMs)),
    toMs: asked.toMs ?? Math.max(...known.map((window) => window.toMs)),
  };
  return {
    stored: bounds,
    rows: bounds && intersectWindows([bounds], [wanted])[0],
    listedAtMs:
      wanted.fromMs < aliveWindow(series, nowMs).fromMs ? lifeOf(series).listedAtMs : undefined,
    unproven: unprovenStretches(series, { wanted, coverage, gaps }, nowMs),
    confirmedEmpty: gaps.filter((gap) => gap.status === 'confirmed-empty' && overlap(gap, wanted)),
  };
}

/** What of the wanted window may lack rows that the exchange has, and why. */
export function unprovenStretches(
  series: StoredSeries,
  known: {
    readonly wanted: TimeWindow;
    readonly coverage: readonly TimeWindow[];
    readonly gaps: readonly Gap[];
  },
  nowMs: number,
): UnprovenStretch[] {
  const { coverage, gaps } = known;
  const open = intersectWindows(unproven(known), [aliveWindow(series, nowMs)]);
  const lastProvenMs = Math.max(...coverage.map((window) => window.toMs));
  return whyOpen(open, gaps, lastProvenMs);
}

/** Before its listing and in the future a market has no rows that could be missing. */
function aliveWindow(series: StoredSeries, nowMs: number): TimeWindow {
  const { key } = series;
  const { listedAtMs, delistedAtMs } = lifeOf(series);
  const stepMs = hasCandles(key) ? timeframeMs(key.timeframe) : 1;
  return {
    fromMs: floorTo(listedAtMs ?? 0, stepMs),
    toMs: Math.min(nowMs, delistedAtMs ?? nowMs),
  };
}

function whyOpen(
  open: readonly TimeWindow[],
  gaps: readonly Gap[],
  lastProvenMs: number,
): UnprovenStretch[] {
  const known = gaps.flatMap((gap) =>
    intersectWindows([gap], open)
      .filter(() => gap.status === 'missing')
      .map((stretch) => ({ ...stretch, why: `missing: ${gap.evidence}` })),
  );
  const neverSeen = subtractWindows(open, gaps).map((stretch) => ({
    ...stretch,
    why: stretch.fromMs >= lastProvenMs ? 'later than the last sync' : 'never fetched',
  }));
  return [...known, ...neverSeen].sort((a, b) => a.fromMs - b.fromMs);
}
