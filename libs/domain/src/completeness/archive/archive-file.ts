import { DAY_MS, floorTo, type TimeWindow } from '../../time-window.js';

/** A file of an archive holds one UTC month of a series, or one UTC day. */
export type ArchivePeriod = 'month' | 'day';

export const ARCHIVE_PERIODS: readonly ArchivePeriod[] = ['month', 'day'];

/** The stretch of one file, whole. */
export interface ArchiveFile extends TimeWindow {
  readonly period: ArchivePeriod;
}

/** The file of the period that holds the instant. */
export function fileAt(period: ArchivePeriod, atMs: number): ArchiveFile {
  if (period === 'day') {
    const fromMs = floorTo(atMs, DAY_MS);
    return { period, fromMs, toMs: fromMs + DAY_MS };
  }
  const at = new Date(atMs);
  const startOf = (month: number) => Date.UTC(at.getUTCFullYear(), month, 1);
  return { period, fromMs: startOf(at.getUTCMonth()), toMs: startOf(at.getUTCMonth() + 1) };
}

/** The files of the period that share an instant with the window, ascending. */
export function filesOf(period: ArchivePeriod, window: TimeWindow): ArchiveFile[] {
  const files: ArchiveFile[] = [];
  for (let atMs = window.fromMs; atMs < window.toMs;) {
    const file = fileAt(period, atMs);
    files.push(file);
    atMs = file.toMs;
  }
  return files;
}

/** `2026-03` or `2026-03-28`, as files are named after what they hold. */
export function fileDate({ period, fromMs }: ArchiveFile): string {
  return new Date(fromMs).toISOString().slice(0, period === 'month' ? 7 : 10);
}
