import type { Piece } from '@fullcarry/domain/completeness/proof/certificate';
import { floorTo, PIECE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Statements } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';
import { bit } from '../database/row-schema.js';

/**
 * A day of a series as it was last hashed, and what the database counted since.
 *
 * `changes`: how many rows were inserted, changed or deleted, by anybody, ever. `isStale`: some since it was hashed.
 * `isTouched`: some by somebody else than our writer. `isHandled`: it was touched, and what stands in the place of that
 * is not proven yet.
 */
export interface StoredPiece {
  readonly fromMs: number;
  readonly changes: number;
  readonly isStale: boolean;
  readonly isTouched: boolean;
  readonly isHandled: boolean;
  /** Undefined while it holds no row, or was never hashed. */
  readonly piece: Piece | undefined;
}

const staleRows = z.array(z.tuple([z.int(), z.int()]));
const COLUMNS = [
  'from_ms',
  'changes',
  'accounted',
  'hashed',
  'handled',
  'rows',
  'first_row_at_ms',
  'last_row_at_ms',
  'sha256',
];
const rows = z.array(
  z
    .tuple([
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      bit,
      z.int(),
      z.int().nullable(),
      z.int().nullable(),
      z.string().nullable(),
    ])
    .transform(
      ([fromMs, changes, accounted, hashed, isHandled, many, first, last, sha256]): StoredPiece => {
        const isKnown = first !== null && last !== null && sha256 !== null;
        return {
          fromMs,
          changes,
          isStale: changes !== hashed,
          isTouched: changes !== accounted,
          isHandled,
          piece: isKnown
            ? { fromMs, rows: many, firstRowAtMs: first, lastRowAtMs: last, sha256 }
            : undefined,
        };
      },
    ),
);

/** The calendar pieces of the series. The database counts changes, `savePage` what was ours, the proof hashes. */
export class PieceStore {
  constructor(private readonly database: Statements) {}

  /** The pieces that reach into the window, and those anywhere that are stale or touched; ascending. */
  in(seriesId: number, window: TimeWindow): Promise<StoredPiece[]> {
    const { dialect } = this.database;
    return this.database.json(
      rows,
      `SELECT ${dialect.collect(dialect.array(COLUMNS), 'from_ms')} FROM piece
       WHERE series_id = $1 AND ((from_ms >= $2 AND from_ms < $3) OR changes <> hashed OR changes <> accounted)`,
      seriesId,
      floorTo(window.fromMs, PIECE_MS),
      window.toMs,
    );
  }

  /**
   * Those of the series in which rows changed that were not hashed since, by whoever's hand; `true` where it was
   * somebody else than our writer: what is touched is dealt with when it is hashed, never later.
   */
  async stale(seriesIds: readonly number[]): Promise<ReadonlyMap<number, boolean>> {
    if (seriesIds.length === 0) return new Map();
    const { dialect } = this.database;
    const found = await this.database.json(
      staleRows,
      `SELECT ${dialect.collect(dialect.array(['series_id', 'touched']), 'series_id')} FROM (
         SELECT series_id, sum(CASE WHEN changes <> accounted THEN 1 ELSE 0 END) AS touched
         FROM piece WHERE changes <> hashed AND ${oneOfIds(dialect)} GROUP BY series_id
       ) AS changed`,
      JSON.stringify(seriesIds),
    );
    return new Map(found.map(([id, touched]) => [id, touched > 0]));
  }

  /** Keeps what a piece is now; the series is held, and nobody touched it since it was read. */
  async save(seriesId: number, fromMs: number, piece: Piece | undefined): Promise<void> {
    await this.database.execute(
      `UPDATE piece SET hashed = changes, rows = $1, first_row_at_ms = $2, last_row_at_ms = $3, sha256 = $4
       WHERE series_id = $5 AND from_ms = $6`,
      piece?.rows ?? 0,
      piece?.firstRowAtMs ?? null,
      piece?.lastRowAtMs ?? null,
      piece?.sha256 ?? null,
      seriesId,
      fromMs,
    );
  }

  /** What somebody else changed in the piece is dealt with: its coverage was taken back. */
  async settle(seriesId: number, fromMs: number): Promise<void> {
    await this.database.execute(
      'UPDATE piece SET accounted = changes, handled = $1 WHERE series_id = $2 AND from_ms = $3',
      true,
      seriesId,
      fromMs,
    );
  }

  /** What was fetched in the place of what somebody else had changed is proven. */
  async trust(seriesId: number, fromMs: number): Promise<void> {
    await this.database.execute(
      'UPDATE piece SET handled = $1 WHERE series_id = $2 AND from_ms = $3',
      false,
      seriesId,
      fromMs,
    );
  }

  /** The days of the window of which rows were changed by somebody else, and that are not proven again. */
  async handled(seriesId: number, window: TimeWindow): Promise<TimeWindow[]> {
    const { dialect } = this.database;
    const days = await this.database.json(
      z.array(z.int()),
      `SELECT ${dialect.collect('from_ms', 'from_ms')} FROM piece
       WHERE series_id = $1 AND from_ms >= $2 AND from_ms < $3 AND handled = $4`,
      seriesId,
      floorTo(window.fromMs, PIECE_MS),
      window.toMs,
      true,
    );
    return days.map((fromMs) => ({ fromMs, toMs: fromMs + PIECE_MS }));
  }

  /** Counts the rows of the series anew, by its pieces, none of which may be stale. */
  async countRows(seriesId: number): Promise<void> {
    await this.database.execute(
      `UPDATE series SET rows = (SELECT coalesce(sum(rows), 0) FROM piece WHERE series_id = $1) WHERE id = $1`,
      seriesId,
    );
  }
}
