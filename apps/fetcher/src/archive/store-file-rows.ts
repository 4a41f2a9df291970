import type { Candle } from '@fullcarry/domain/candle';
import { candleHoles } from '@fullcarry/domain/completeness/schedule/candle-grid';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { CandleSeries } from '@fullcarry/domain/series';
import { subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { rowPieces } from '@fullcarry/history/rows/series-rows';
import { storeAnswer } from '@fullcarry/history/rows/store-answer';

export interface FileRowsOf {
  readonly series: StoredSeries;
  readonly key: CandleSeries;
  /** What was never asked for; the rows are those that open in it. */
  readonly windows: readonly TimeWindow[];
  readonly source: string;
  readonly plannedAtMs: number;
  readonly confirmMs: number;
  readonly nowMs: () => number;
  readonly stopping: AbortSignal;
}

/**
 * Stores the rows of a file that was believed, ascending, some thousand a transaction: the stretches in which none is
 * lacking. For the others the API is asked, with the rows on both of their sides. Returns how many were stored.
 *
 * Errors: DataIntegrityError when the file contradicts rows that somebody stored meanwhile; the signal's reason.
 */
export async function storeFileRows(
  database: Database,
  rows: readonly Candle[],
  of: FileRowsOf,
): Promise<number> {
  const stepMs = timeframeMs(of.key.timeframe);
  const holes = of.windows.flatMap((window) => candleHoles(rows, window, stepMs));
  let many = 0;
  let at = 0;
  const openAt = (i: number) => rows[i]?.openAtMs ?? Infinity;
  for (const whole of subtractWindows(of.windows, holes)) {
    for (const window of rowPieces(of.series, whole)) {
      of.stopping.throwIfAborted();
      while (openAt(at) < window.fromMs) at += 1;
      let end = at;
      while (openAt(end) < window.toMs) end += 1;
      await storePiece(database, rows.slice(at, end), window, of);
      many += end - at;
      at = end;
    }
  }
  return many;
}

async function storePiece(
  database: Database,
  rows: readonly Candle[],
  window: TimeWindow,
  { series, source, plannedAtMs, confirmMs, nowMs }: FileRowsOf,
): Promise<void> {
  const answer = {
    series,
    source,
    asked: window,
    window,
    content: { kind: 'candles', rows },
    purpose: 'fill',
    pendingFromMs: plannedAtMs,
    isAgreed: false,
  } as const;
  const stored = await storeAnswer(database, answer, { nowMs: nowMs(), confirmMs });
  if (stored.kind === 'stored') return;
  const from = new Date(window.fromMs).toISOString();
  throw new DataIntegrityError('The file contradicts rows that are stored', { from });
}
