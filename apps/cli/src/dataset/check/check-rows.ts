import { candleHoles } from '@fullcarry/domain/completeness/schedule/candle-grid';
import { piecesOf, type Piece } from '@fullcarry/domain/completeness/proof/certificate';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { join } from 'node:path';
import type { ManifestFile, ManifestGroup, ManifestSeries } from '../layout/manifest.js';
import type { ParquetRows } from '../layout/parquet-rows.js';
import { dayText, monthText, parsePieceLine, type PieceDigest } from '../layout/piece-line.js';
import type { FoundFault } from './found-fault.js';
import { readGroups } from './read-groups.js';

export interface CheckedRows {
  readonly faults: readonly FoundFault[];
  /** As the rows say; undefined where some can't be read or don't ascend. */
  readonly pieces: readonly Piece[] | undefined;
  /** When each row was, ascending; of candles only the holes between them are kept. */
  readonly times: readonly number[];
  readonly holes: readonly TimeWindow[];
}

/**
 * Reads a file's rows, a group in memory at a time, and compares each day's digest with the manifest's. `stepMs`: of
 * candles; undefined for rows that keep no grid.
 */
export async function checkRows<Row>(
  folder: string,
  { path, groups }: ManifestFile,
  series: ManifestSeries,
  layout: ParquetRows<Row>,
  stepMs: number | undefined,
): Promise<CheckedRows> {
  const faults: FoundFault[] = [];
  const pieces: Piece[] = [];
  const times: number[] = [];
  const holes: TimeWindow[] = [];
  const due = series.pieces.map(parsePieceLine);
  let cursorMs = series.window.fromMs;
  const fault = (piece: string | undefined, what: string) => {
    faults.push({ file: path, piece, what });
  };
  const holesIn = (rows: readonly Row[]) => {
    const last = rows.at(-1);
    if (stepMs === undefined || last === undefined) return;
    const toMs = layout.atMs(last) + stepMs;
    const candles = rows.map((row) => ({ openAtMs: layout.atMs(row) }));
    holes.push(...candleHoles(candles, { fromMs: cursorMs, toMs }, stepMs));
    cursorMs = toMs;
  };
  let next = 0;
  for await (const group of readGroups(join(folder, path), layout)) {
    const stated = groups[next];
    next += 1;
    if (!stated) {
      fault(undefined, `it has more groups of rows than ${groups.length}`);
      break;
    }
    const days = daysOf(stated, due);
    if (group.kind === 'unreadable') {
      fault(daysText(days, stated), `its rows can’t be read: ${group.why}`);
      continue;
    }
    for (const day of differingDays(layout, group.rows, days)) {
      fault(dayText(day.fromMs), 'its rows are not those of the day’s digest');
    }
    for (const [row, what] of group.contradicting) fault(dayText(layout.atMs(row)), what);
    if (!ascends(layout, group.rows)) continue;
    pieces.push(...piecesOf(layout, group.rows, sha256));
    holesIn(group.rows);
    if (stepMs === undefined) times.push(...group.rows.map(layout.atMs));
  }
  if (next < groups.length) fault(undefined, `it has ${next} groups of rows, not ${groups.length}`);
  if (stepMs !== undefined) holes.push({ fromMs: cursorMs, toMs: series.window.toMs });
  return { faults, pieces: faults.length === 0 ? pieces : undefined, times, holes };
}

/** Days whose rows, found by how many come before them, have another digest. */
function differingDays<Row>(
  { line }: ParquetRows<Row>,
  rows: readonly Row[],
  days: readonly PieceDigest[],
): PieceDigest[] {
  const differing: PieceDigest[] = [];
  let from = 0;
  for (const day of days) {
    const own = rows.slice(from, from + day.rows);
    from += day.rows;
    const digest = sha256(own.map(line).join('\n'));
    if (own.length !== day.rows || digest !== day.sha256) differing.push(day);
  }
  const last = days.at(-1);
  if (from < rows.length && last) differing.push(last);
  return differing;
}

function ascends<Row>({ atMs }: ParquetRows<Row>, rows: readonly Row[]): boolean {
  return rows.every((row, i) => {
    const before = rows[i - 1];
    return before === undefined || atMs(before) < atMs(row);
  });
}

/** The pieces whose rows are in the group. */
export function daysOf(group: ManifestGroup, pieces: readonly PieceDigest[]): PieceDigest[] {
  return pieces.filter(({ fromMs }) => monthText(fromMs) === group.month);
}

/** The days of a group that can't be told apart. */
export function daysText(days: readonly PieceDigest[], { month }: ManifestGroup): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return month;
  return first === last
    ? dayText(first.fromMs)
    : `${dayText(first.fromMs)} – ${dayText(last.fromMs)}`;
}
