import { candleHoles, candlesDue } from '@fullcarry/domain/completeness/schedule/candle-grid';
import {
  isCut,
  piecesOf,
  seriesSha256,
  type Certificate,
  type Piece,
} from '@fullcarry/domain/completeness/proof/certificate';
import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import {
  CANDLE_GRACE_MS,
  SETTLEMENT_GRACE_MS,
} from '@fullcarry/domain/completeness/schedule/grace';
import {
  absentInstants,
  proveSeries,
  type Absent,
  type Proof,
} from '@fullcarry/domain/completeness/proof/proof';
import { CANDLES, SETTLEMENTS } from '@fullcarry/domain/completeness/answer/row-kind';
import { hasCandles } from '@fullcarry/domain/series';
import { absentSettlements } from '@fullcarry/domain/completeness/schedule/settlement-schedule';
import {
  ceilTo,
  floorTo,
  holds,
  intersectWindows,
  mergeWindows,
  MINUTE_MS,
  PIECE_MS,
  totalMs,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Statements } from '../database/database.js';
import { rowBounds } from '../rows/row-bounds.js';
import {
  rowPieces,
  settlementTimes,
  storedCandles,
  storedSettlements,
} from '../rows/series-rows.js';
import type { StoredSeries } from '../markets/stored-series.js';

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

export interface Certified {
  readonly certificate: Certificate;
  readonly proof: Proof;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The pieces of the stored rows in the windows, which are cut at the pieces' boundaries; ascending. */
export async function hashPieces(
  database: Statements,
  series: StoredSeries,
  windows: readonly TimeWindow[],
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const window of windows) {
    for (const part of rowPieces(series, window)) {
      // SQLite answers on the spot: without a pause a long series would hold all else, requests too.
      await setImmediate();
      pieces.push(...(await piecesIn(database, series, part)));
    }
  }
  return pieces;
}

async function piecesIn(
  database: Statements,
  { id, key }: StoredSeries,
  window: TimeWindow,
): Promise<Piece[]> {
  return hasCandles(key)
    ? piecesOf(CANDLES, await storedCandles(database, id, window), sha256)
    : piecesOf(SETTLEMENTS, await storedSettlements(database, id, window), sha256);
}

/** Judges a series by its pieces and the times of its rows: what is due, what is there, what is not and why. */
export async function certifySeries(
  database: Statements,
  series: StoredSeries,
  facts: CertifiedFacts,
  pieces: readonly Piece[],
): Promise<Certified> {
  const { wanted, nowMs } = facts;
  const inside = pieces.filter(
    (piece) => piece.lastRowAtMs >= wanted.fromMs && piece.firstRowAtMs < wanted.toMs,
  );
  // Also those outside of what is wanted: they stand beside a hole all the same.
  const bounds = await rowBounds(database, series);
  const proof = proveSeries({
    ...facts,
    touched: facts.touched ?? [],
    absent: await absentRows(database, series, facts, inside),
    firstRowAtMs: bounds?.fromMs,
    lastRowAtMs: bounds && bounds.toMs - 1,
    nowMs,
    graceMs: hasCandles(series.key) ? CANDLE_GRACE_MS : SETTLEMENT_GRACE_MS,
    dueAfterMs: hasCandles(series.key) ? timeframeMs(series.key.timeframe) : 0,
  });
  const { window, counts } = proof;
  const whole = await wholePieces(database, series, inside, window);
  const present = whole.reduce((sum, piece) => sum + piece.rows, 0);
  // Nothing is due at the instant of a listing; but no longer stretch is proven by nothing at all.
  const isUnseen = present === 0 && totalMs([window]) > MINUTE_MS;
  const missing = Math.max(counts.missing, isUnseen ? 1 : 0);
  const certificate: Certificate = {
    window,
    expected: present + counts['confirmed-empty'] + missing,
    present,
    confirmedEmpty: counts['confirmed-empty'],
    missing,
    beforeListing: counts['before-listing'],
    afterDelisting: counts['after-delisting'],
    beforeHistory: facts.gaps
      .filter((gap) => gap.status === 'before-history')
      .reduce((sum, gap) => sum + gap.rowsExpected, 0),
    firstRowAtMs: whole[0]?.firstRowAtMs,
    lastRowAtMs: whole.at(-1)?.lastRowAtMs,
    sha256: seriesSha256(whole, sha256),
  };
  return { certificate, proof };
}

/** The pieces with what lies in the window only: those at its ends are hashed anew where it cuts them. */
async function wholePieces(
  database: Statements,
  series: StoredSeries,
  pieces: readonly Piece[],
  window: TimeWindow,
): Promise<Piece[]> {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    if (!isCut(piece, window)) whole.push(piece);
    else {
      const day = { fromMs: piece.fromMs, toMs: piece.fromMs + PIECE_MS };
      for (const part of intersectWindows([day], [window])) {
        whole.push(...(await piecesIn(database, series, part)));
      }
    }
  }
  return whole;
}

/** What is due in the wanted window and not stored. */
function absentRows(
  database: Statements,
  series: StoredSeries,
  facts: CertifiedFacts,
  pieces: readonly Piece[],
): Promise<Absent[]> {
  return hasCandles(series.key)
    ? absentCandles(database, series.id, facts.wanted, timeframeMs(series.key.timeframe), pieces)
    : absentFunding(database, series, facts);
}

/** Only days that hold fewer candles than are due have to be read. */
async function absentCandles(
  database: Statements,
  seriesId: number,
  wanted: TimeWindow,
  stepMs: number,
  pieces: readonly Piece[],
): Promise<Absent[]> {
  const known = new Map(pieces.map((piece) => [piece.fromMs, piece]));
  const empty: TimeWindow[] = [];
  const short: TimeWindow[] = [];
  for (let dayMs = floorTo(wanted.fromMs, PIECE_MS); dayMs < wanted.toMs; dayMs += PIECE_MS) {
    const [day] = intersectWindows([wanted], [{ fromMs: dayMs, toMs: dayMs + PIECE_MS }]);
    if (!day) continue;
    const piece = known.get(dayMs);
    const isWhole = piece && !isCut(piece, wanted) && piece.rows === candlesDue(day, stepMs);
    if (!piece) empty.push(day);
    else if (!isWhole) short.push(day);
  }
  const holes = mergeWindows(empty);
  for (const window of short) {
    const candles = await storedCandles(database, seriesId, window);
    holes.push(...candleHoles(candles, window, stepMs));
  }
  return mergeWindows(holes).map(({ fromMs, toMs }) => ({
    fromMs: ceilTo(fromMs, stepMs),
    toMs,
    stepMs,
  }));
}

/** The schedule is read from all settlements: it can change anywhere. */
async function absentFunding(
  database: Statements,
  { id, market }: StoredSeries,
  { wanted, runs }: CertifiedFacts,
): Promise<Absent[]> {
  const { listedAtMs, delistedAtMs = Infinity } = market;
  const alive = (await settlementTimes(database, id)).filter((atMs) => atMs <= delistedAtMs);
  return absentInstants(absentSettlements(alive, wanted, { runs, listedAtMs })).filter((one) =>
    holds(wanted, one.fromMs),
  );
}
