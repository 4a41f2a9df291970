import type { Candle } from './candle.js';
import type { Gap } from './gap.js';
import type { Settlement } from './settlement.js';
import { durationMs, intersectWindows, totalMs, type TimeWindow } from './time-window.js';

/**
 * The proof of one series: what was due in the window, what is there, and a fingerprint of it.
 *
 * `expected` = `present` + `confirmedEmpty` + `missing`; the series is proven when `missing` is 0.
 * `sha256`: hex digest over the canonical rows, equal for equal rows whatever the order in which they
 * came, the faults on the way, the restarts, or the database.
 */
export interface Certificate {
  readonly window: TimeWindow;
  readonly expected: number;
  readonly present: number;
  readonly confirmedEmpty: number;
  readonly missing: number;
  readonly firstRowAtMs: number | undefined;
  readonly lastRowAtMs: number | undefined;
  readonly sha256: string;
}

/** Rows that are due in a certificate's window and are not there. */
export interface Absences {
  readonly confirmedEmpty: number;
  readonly missing: number;
}

/** The rows of a series in ascending order, some at a time: a year of them never has to be held at once. */
export type Pieces<Row> = Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;

/** Errors: RangeError for rows that are not in ascending order. */
export function certifyCandles(
  pieces: Pieces<Candle>,
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  const textOf = (c: Candle) => `${c.openAtMs},${c.open},${c.high},${c.low},${c.close},${c.volume}`;
  return certify(pieces, (candle) => candle.openAtMs, textOf, window, absences);
}

/** Errors: RangeError for rows that are not in ascending order. */
export function certifySettlements(
  pieces: Pieces<Settlement>,
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  // The raw stamp is left out: its jitter is how the exchange's clock ran, not what was paid.
  const textOf = ({ settledAtMs, rate }: Settlement) => `${settledAtMs},${rate}`;
  return certify(pieces, (row) => row.settledAtMs, textOf, window, absences);
}

/** A series' certificate under its name (`seriesName`). */
export interface NamedCertificate {
  readonly series: string;
  readonly certificate: Certificate;
}

/** The fingerprint of the whole data set: SHA-256 over the series' certificates in the order of their names. */
export function datasetSha256(certificates: readonly NamedCertificate[]): Promise<string> {
  const lines = certificates.map(({ series, certificate: c }) =>
    [
      series,
      c.window.fromMs,
      c.window.toMs,
      c.expected,
      c.present,
      c.confirmedEmpty,
      c.sha256,
    ].join(' '),
  );
  return sha256Hex(lines.sort().join('\n'));
}

/**
 * Absences by what the gaps inside the window are known to be; before listing and after delisting nothing is
 * due. A stretch that was never asked for is in no gap: it must be one before the window is certified.
 */
export function absencesOf(gaps: readonly Gap[], window: TimeWindow): Absences {
  const count = (status: Gap['status']) =>
    gaps
      .filter((gap) => gap.status === status)
      .reduce((sum, gap) => sum + rowsExpectedIn(gap, window), 0);
  return { confirmedEmpty: count('confirmed-empty'), missing: count('missing') };
}

/** The gap's share of rows inside the window: the look-back's start moves through a gap day by day. */
function rowsExpectedIn(gap: Gap, window: TimeWindow): number {
  const inside = intersectWindows([gap], [window]);
  return Math.ceil((gap.rowsExpected * totalMs(inside)) / durationMs(gap));
}

async function certify<Row>(
  pieces: Pieces<Row>,
  timeOf: (row: Row) => number,
  textOf: (row: Row) => string,
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  const texts: string[] = [];
  let present = 0;
  let firstRowAtMs: number | undefined;
  let lastRowAtMs: number | undefined;
  for await (const rows of pieces) {
    for (const row of rows) {
      const atMs = timeOf(row);
      if (lastRowAtMs !== undefined && atMs <= lastRowAtMs) {
        throw new RangeError(`Rows to certify must ascend: ${atMs} came after ${lastRowAtMs}`);
      }
      firstRowAtMs ??= atMs;
      lastRowAtMs = atMs;
    }
    if (rows.length > 0) texts.push(rows.map(textOf).join('\n'));
    present += rows.length;
  }
  return {
    window,
    expected: present + absences.confirmedEmpty + absences.missing,
    present,
    ...absences,
    firstRowAtMs,
    lastRowAtMs,
    sha256: await sha256Hex(texts.join('\n')),
  };
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
