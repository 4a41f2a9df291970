import { floorTo, holds, PIECE_MS, type TimeWindow } from '../../time-window.js';
import type { RowKind } from '../answer/row-kind.js';

/**
 * The proof of one series: what was due in the window, what is there, and a fingerprint of it.
 *
 * `expected` = `present` + `confirmedEmpty` + `missing`; the series is proven when `missing` is 0. Rows that are not
 * due because the market did not trade, or that the exchange no longer keeps, are counted beside them.
 * `sha256`: hex digest over the pieces, equal for equal rows in an equal window, whatever the order in which they
 * came, the faults on the way, the restarts, or the database.
 */
export interface Certificate {
  readonly window: TimeWindow;
  readonly expected: number;
  readonly present: number;
  readonly confirmedEmpty: number;
  readonly missing: number;
  readonly beforeListing: number;
  readonly afterDelisting: number;
  readonly beforeHistory: number;
  readonly firstRowAtMs: number | undefined;
  readonly lastRowAtMs: number | undefined;
  readonly sha256: string;
}

/** The recipe by which a certificate was made. Those of an older one are made anew from the rows. */
export const CERTIFICATE_VERSION = 2;

/** The rows of one UTC day. `sha256`: hex digest over their lines. */
export interface Piece {
  readonly fromMs: number;
  readonly rows: number;
  readonly firstRowAtMs: number;
  readonly lastRowAtMs: number;
  readonly sha256: string;
}

/** The SHA-256 of a text in UTF-8, as 64 hex digits. */
export type Sha256 = (text: string) => string;

/**
 * The rows of a series as pieces, a day each; days without a row make none.
 *
 * Errors: RangeError for rows that are not in ascending order.
 */
export function piecesOf<Row>(
  { atMs, line }: RowKind<Row>,
  rows: readonly Row[],
  sha256: Sha256,
): Piece[] {
  const pieces: Piece[] = [];
  let day: Row[] = [];
  let dayMs = NaN;
  let lastMs = -Infinity;
  const endPiece = () => {
    const [first] = day;
    if (first === undefined) return;
    pieces.push({
      fromMs: dayMs,
      rows: day.length,
      firstRowAtMs: atMs(first),
      lastRowAtMs: lastMs,
      sha256: sha256(day.map(line).join('\n')),
    });
    day = [];
  };
  for (const row of rows) {
    const rowAtMs = atMs(row);
    if (rowAtMs <= lastMs) {
      throw new RangeError(`Rows to certify must ascend: ${rowAtMs} came after ${lastMs}`);
    }
    const fromMs = floorTo(rowAtMs, PIECE_MS);
    if (fromMs !== dayMs) endPiece();
    dayMs = fromMs;
    lastMs = rowAtMs;
    day.push(row);
  }
  endPiece();
  return pieces;
}

/** The fingerprint of a series: over a line a piece, in the order of time. */
export function seriesSha256(pieces: readonly Piece[], sha256: Sha256): string {
  return sha256(pieces.map((piece) => `${piece.fromMs} ${piece.rows} ${piece.sha256}`).join('\n'));
}

/** Whether some rows of the piece lie outside the window, so that its digest is not that of the window's rows. */
export function isCut(piece: Piece, window: TimeWindow): boolean {
  return !holds(window, piece.firstRowAtMs) || !holds(window, piece.lastRowAtMs);
}

/** A series' certificate under its name (`seriesName`). */
export interface NamedCertificate {
  readonly series: string;
  readonly certificate: Certificate;
}

/**
 * The fingerprint of the whole data set: over a line a series, in the order of their names. It says which rows there
 * are in which windows; how the absence of others was learnt is not in it.
 */
export function datasetSha256(certificates: readonly NamedCertificate[], sha256: Sha256): string {
  const lines = certificates.map(({ series, certificate: { window, present, sha256: digest } }) =>
    [series, window.fromMs, window.toMs, present, digest].join(' '),
  );
  return sha256(lines.sort().join('\n'));
}
