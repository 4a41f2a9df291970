import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { PackedCandles } from '@fullcarry/domain/packed-candles';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { rowPieces } from '@fullcarry/history/rows/series-rows';
import type { FileThread } from './thread/file-thread.js';

export interface FileRowsOf {
  readonly series: StoredSeries;
  /** The stretches that are stored: in none of them is a row lacking. */
  readonly whole: readonly TimeWindow[];
  readonly source: string;
  readonly plannedAtMs: number;
  readonly confirmMs: number;
  readonly nowMs: () => number;
  readonly stopping: AbortSignal;
}

/**
 * Stores the rows of a file that was believed, some thousand a transaction, in the stretches in which none is lacking. For
 * the others the API is asked, with the rows on both of their sides. Returns how many were stored.
 *
 * Errors: DataIntegrityError when the file contradicts rows that somebody stored meanwhile; the signal's reason; those of
 *   the thread.
 */
export async function storeFileRows(
  thread: FileThread,
  rows: PackedCandles,
  of: FileRowsOf,
): Promise<number> {
  let many = 0;
  let at = 0;
  for (const whole of of.whole) {
    for (const window of rowPieces(of.series, whole)) {
      of.stopping.throwIfAborted();
      while (rows.openAtMs(at) < window.fromMs) at += 1;
      let end = at;
      while (rows.openAtMs(end) < window.toMs) end += 1;
      await storePiece(thread, rows.slice(at, end), window, of);
      many += end - at;
      at = end;
    }
  }
  return many;
}

async function storePiece(
  thread: FileThread,
  { numbers }: PackedCandles,
  window: TimeWindow,
  { series, source, plannedAtMs, confirmMs, nowMs }: FileRowsOf,
): Promise<void> {
  const stored = await thread.store({
    answer: {
      series,
      source,
      asked: window,
      window,
      purpose: 'fill',
      pendingFromMs: plannedAtMs,
      isAgreed: false,
    },
    rows: numbers,
    time: { nowMs: nowMs(), confirmMs },
  });
  if (stored.kind === 'stored') return;
  const from = new Date(window.fromMs).toISOString();
  throw new DataIntegrityError('The file contradicts rows that are stored', { from });
}
