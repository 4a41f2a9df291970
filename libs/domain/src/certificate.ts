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

export function certifyCandles(
  candles: readonly Candle[],
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  return certify(
    candles.map((row) => ({
      atMs: row.openAtMs,
      text: `${row.openAtMs},${row.open},${row.high},${row.low},${row.close},${row.volume}`,
    })),
    window,
    absences,
  );
}

export function certifySettlements(
  settlements: readonly Settlement[],
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  return certify(
    // The raw stamp is left out: its jitter is how the exchange's clock ran, not what was paid.
    settlements.map((row) => ({ atMs: row.settledAtMs, text: `${row.settledAtMs},${row.rate}` })),
    window,
    absences,
  );
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

async function certify(
  rows: readonly { readonly atMs: number; readonly text: string }[],
  window: TimeWindow,
  absences: Absences,
): Promise<Certificate> {
  const sorted = [...rows].sort((a, b) => a.atMs - b.atMs);
  return {
    window,
    expected: sorted.length + absences.confirmedEmpty + absences.missing,
    present: sorted.length,
    ...absences,
    firstRowAtMs: sorted[0]?.atMs,
    lastRowAtMs: sorted.at(-1)?.atMs,
    sha256: await sha256Hex(sorted.map((row) => row.text).join('\n')),
  };
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
