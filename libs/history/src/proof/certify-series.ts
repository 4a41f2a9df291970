import { candleHoles, candlesDue } from '@fullcarry/domain/completeness/schedule/candle-grid';
import {
  isCut,
  piecesOf,
  type Certificate,
  type Piece,
} from '@fullcarry/domain/completeness/proof/certificate';
import {
  certificateOf,
  proofOfCandles,
  proofOfFunding,
  type CertifiedFacts,
} from '@fullcarry/domain/completeness/proof/certify';
import type { Proof } from '@fullcarry/domain/completeness/proof/proof';
import { CANDLES, SETTLEMENTS } from '@fullcarry/domain/completeness/answer/row-kind';
import { hasCandles } from '@fullcarry/domain/series';
import {
  floorTo,
  intersectWindows,
  mergeWindows,
  PIECE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Statements } from '../database/database.js';
import { rowBounds } from '../rows/series-rows.js';
import {
  rowPieces,
  settlementTimes,
  storedCandles,
  storedSettlements,
} from '../rows/series-rows.js';
import type { StoredSeries } from '../markets/stored-series.js';

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
  const { wanted } = facts;
  const inside = pieces.filter(
    (piece) => piece.lastRowAtMs >= wanted.fromMs && piece.firstRowAtMs < wanted.toMs,
  );
  const proof = await proofFromRows(database, series, facts, inside);
  const whole = await wholePieces(database, series, inside, proof.window);
  const certificate = certificateOf(proof, facts.gaps, whole, sha256);
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

/** Judges the series by the times of its rows. */
async function proofFromRows(
  database: Statements,
  series: StoredSeries,
  facts: CertifiedFacts,
  pieces: readonly Piece[],
): Promise<Proof> {
  const { id, key, market } = series;
  // The schedule of settlements is read from all of them: it can change anywhere.
  if (!hasCandles(key)) {
    const settledAtMs = await settlementTimes(database, id);
    return proofOfFunding(market, facts, settledAtMs, await rowBounds(database, series));
  }
  const stepMs = timeframeMs(key.timeframe);
  const holes = await candleGaps(database, id, facts.wanted, stepMs, pieces);
  return proofOfCandles(stepMs, facts, holes, await rowBounds(database, series));
}

/** The stretches without a candle. Only days that hold fewer candles than are due have to be read. */
async function candleGaps(
  database: Statements,
  seriesId: number,
  wanted: TimeWindow,
  stepMs: number,
  pieces: readonly Piece[],
): Promise<TimeWindow[]> {
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
  return holes;
}
