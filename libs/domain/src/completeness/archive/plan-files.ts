import { intersectWindows, totalMs, type TimeWindow } from '../../time-window.js';
import { neverAsked, type SeriesState } from '../plan.js';
import { filesOf, type ArchiveFile, type ArchivePeriod } from './archive-file.js';

/**
 * What became of a file. `begun`: it was believed, and its rows are being stored. `used`: they are. `absent`: the
 * archive has none. `refused`: something of it is wrong, so that nothing of it is believed.
 */
export type FileOutcome = 'begun' | 'used' | 'absent' | 'refused';

/** A file that was asked for once. */
export interface KnownFile extends ArchiveFile {
  readonly outcome: FileOutcome;
}

/** What an archive has of one kind of series. */
export interface ArchiveOffer {
  readonly periods: readonly ArchivePeriod[];
  /** When the file can be expected to be there. */
  readonly publishedAtMs: (file: ArchiveFile) => number;
}

/** A file with the stretches of what is wanted that it is to be asked for. */
export interface PlannedFile {
  readonly file: ArchiveFile;
  readonly windows: readonly TimeWindow[];
}

/**
 * The files that are asked for before the API is, newest first: whole months, and the days of those months of which
 * there is no file. A file is asked for once, and only where it answers more than one page of the API would, since it
 * takes as many requests. What is due is what it would be without an archive; a file is another source of answers.
 *
 * `nowMs`: the exchange's time, by which files are published. `isAway`: not asked for now, whatever was planned.
 */
export function planFiles(
  state: SeriesState,
  known: readonly KnownFile[],
  offer: ArchiveOffer,
  { pageMs, nowMs, isAway }: PlanFilesBy,
): PlannedFile[] {
  const due = neverAsked(state);
  // A tail, as in almost every pass.
  if (totalMs(due) <= pageMs) return [];
  const planned: PlannedFile[] = [];
  const outcomes = new Map(known.map((file) => [keyOf(file), file.outcome]));
  /** Whether its days are no matter any more. */
  const plan = (file: ArchiveFile): boolean => {
    const outcome = outcomes.get(keyOf(file));
    if (outcome === 'used' || outcome === 'refused' || isAway(file)) return true;
    if (outcome === 'absent' || !offer.periods.includes(file.period)) return false;
    if (offer.publishedAtMs(file) > nowMs) return false;
    const windows = intersectWindows(due, [file]);
    if (totalMs(windows) > pageMs) planned.push({ file, windows });
    return true;
  };
  for (const month of distinct(due.flatMap((window) => filesOf('month', window))).reverse()) {
    if (plan(month)) continue;
    const days = intersectWindows(due, [month]).flatMap((window) => filesOf('day', window));
    for (const day of distinct(days).reverse()) plan(day);
  }
  return planned;
}

export interface PlanFilesBy {
  readonly pageMs: number;
  readonly nowMs: number;
  readonly isAway: (file: ArchiveFile) => boolean;
}

/** Each file once, in the same order. */
function distinct(files: readonly ArchiveFile[]): ArchiveFile[] {
  return [...new Map(files.map((file) => [keyOf(file), file])).values()];
}

function keyOf({ period, fromMs }: ArchiveFile): string {
  return `${period} ${fromMs}`;
}
