import {
  ceilTo,
  holds,
  mergeWindows,
  MINUTE_MS,
  totalMs,
  type TimeWindow,
} from '../../time-window.js';
import type { Gap } from '../judge/gap.js';
import type { AnnouncedRun } from '../schedule/announced-schedule.js';
import { LATENESS_OF_SETTLEMENTS, latenessOfCandles, type Lateness } from '../schedule/grace.js';
import { absentSettlements } from '../schedule/settlement-schedule.js';
import { seriesSha256, type Certificate, type Piece, type Sha256 } from './certificate.js';
import { absentInstants, proveSeries, type Absent, type Proof } from './proof.js';

/** What is wanted of a series and known of it, at the exchange's time `nowMs`. */
export interface CertifiedFacts {
  readonly wanted: TimeWindow;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly runs: readonly AnnouncedRun[];
  readonly nowMs: number;
  /** Days whose rows somebody else changed since they were proven; none when left out. */
  readonly touched?: readonly TimeWindow[];
}

/** When a market was listed, and when its listing ended; undefined as far as it is not known. */
export interface Listing {
  readonly listedAtMs: number | undefined;
  readonly delistedAtMs: number | undefined;
}

/**
 * Judges candles by the stretches without one. `bounds`: the smallest window that holds every row of the series, also
 * those outside of what is wanted: they stand beside a hole all the same.
 */
export function proofOfCandles(
  stepMs: number,
  facts: CertifiedFacts,
  holes: readonly TimeWindow[],
  bounds: TimeWindow | undefined,
): Proof {
  return proofOf(facts, absentCandles(holes, stepMs), bounds, latenessOfCandles(stepMs));
}

/** The candles that stretches without one lack. */
export function absentCandles(holes: readonly TimeWindow[], stepMs: number): Absent[] {
  return mergeWindows(holes).map(({ fromMs, toMs }) => ({
    fromMs: ceilTo(fromMs, stepMs),
    toMs,
    stepMs,
  }));
}

/**
 * Judges funding by when it was settled and what was announced. `settledAtMs`: all of the series' life, ascending;
 * `bounds` as of candles.
 */
export function proofOfFunding(
  { listedAtMs, delistedAtMs = Infinity }: Listing,
  facts: CertifiedFacts,
  settledAtMs: readonly number[],
  bounds: TimeWindow | undefined,
): Proof {
  const { wanted, runs } = facts;
  const alive = settledAtMs.filter((atMs) => atMs <= delistedAtMs);
  const absent = absentInstants(absentSettlements(alive, wanted, { runs, listedAtMs })).filter(
    (one) => holds(wanted, one.fromMs),
  );
  return proofOf(facts, absent, bounds, LATENESS_OF_SETTLEMENTS);
}

function proofOf(
  facts: CertifiedFacts,
  absent: readonly Absent[],
  bounds: TimeWindow | undefined,
  lateness: Lateness,
): Proof {
  return proveSeries({
    ...facts,
    ...lateness,
    touched: facts.touched ?? [],
    absent,
    firstRowAtMs: bounds?.fromMs,
    lastRowAtMs: bounds && bounds.toMs - 1,
  });
}

/** The certificate of what was judged. `pieces`: the rows in the proof's window, none outside of it. */
export function certificateOf(
  { window, counts }: Proof,
  gaps: readonly Gap[],
  pieces: readonly Piece[],
  sha256: Sha256,
): Certificate {
  const present = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  // Nothing is due at the instant of a listing; but no longer stretch is proven by nothing at all.
  const isUnseen = present === 0 && totalMs([window]) > MINUTE_MS;
  const missing = Math.max(counts.missing, isUnseen ? 1 : 0);
  return {
    window,
    expected: present + counts['confirmed-empty'] + missing,
    present,
    confirmedEmpty: counts['confirmed-empty'],
    missing,
    beforeListing: counts['before-listing'],
    afterDelisting: counts['after-delisting'],
    beforeHistory: gaps
      .filter((gap) => gap.status === 'before-history')
      .reduce((sum, gap) => sum + gap.rowsExpected, 0),
    firstRowAtMs: pieces[0]?.firstRowAtMs,
    lastRowAtMs: pieces.at(-1)?.lastRowAtMs,
    sha256: seriesSha256(pieces, sha256),
  };
}

/** What a recomputed certificate must have in common with the one that was issued. */
export function agree(issued: Certificate, recomputed: Certificate): boolean {
  // What was never asked for is known only when the certificate is issued, so `missing` is not compared.
  return (
    issued.sha256 === recomputed.sha256 &&
    issued.present === recomputed.present &&
    issued.confirmedEmpty === recomputed.confirmedEmpty &&
    issued.expected - issued.missing === recomputed.expected - recomputed.missing &&
    issued.firstRowAtMs === recomputed.firstRowAtMs &&
    issued.lastRowAtMs === recomputed.lastRowAtMs
  );
}
