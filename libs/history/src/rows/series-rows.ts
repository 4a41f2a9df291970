import type { Candle } from '@fullcarry/domain/candle';
import { DataIntegrityError } from '@fullcarry/domain/errors';
import { hasCandles, SERIES_KINDS, type RowShape, type SeriesKind } from '@fullcarry/domain/series';
import type { Settlement } from '@fullcarry/domain/settlement';
import {
  cutWindow,
  floorTo,
  HOUR_MS,
  PIECE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import type { Columns, Reads } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';

/** Rows of either shape. */
export type SeriesRows =
  | { readonly kind: 'candles'; readonly rows: readonly Candle[] }
  | { readonly kind: 'funding'; readonly rows: readonly Settlement[] };

/** Where the rows of a kind of series live, and what of a row counts when it is compared. */
export interface RowTable extends Columns {
  readonly key: string;
  /** A row that differs in one of these is a revision. */
  readonly compared: readonly string[];
}

const SERIES_ID = { name: 'series_id', type: 'INTEGER' };

const CANDLE: RowTable = {
  table: 'candle',
  key: 'open_at_ms',
  columns: [
    SERIES_ID,
    { name: 'open_at_ms', type: 'BIGINT' },
    ...['open', 'high', 'low', 'close', 'volume'].map((name) => ({
      name,
      type: 'DOUBLE PRECISION',
    })),
  ],
  compared: ['open', 'high', 'low', 'close', 'volume'],
};

const FUNDING: RowTable = {
  table: 'funding_rate',
  key: 'settled_at_ms',
  columns: [
    SERIES_ID,
    { name: 'settled_at_ms', type: 'BIGINT' },
    { name: 'rate', type: 'TEXT' },
    { name: 'observed_at_ms', type: 'BIGINT' },
  ],
  // A raw stamp that jitters otherwise the next time is no other settlement: the first one is kept.
  compared: ['rate'],
};

const TABLES: Readonly<Record<RowShape, RowTable>> = { candles: CANDLE, funding: FUNDING };

export function rowTable(kind: SeriesKind): RowTable {
  return TABLES[SERIES_KINDS[kind].rows];
}

/** The values of a row in the order of its table's columns. */
export type SeriesRow = readonly [seriesId: number, atMs: number, ...values: (string | number)[]];

export function rowValues(seriesId: number, page: SeriesRows): SeriesRow[] {
  return page.kind === 'candles'
    ? page.rows.map((c) => [seriesId, c.openAtMs, c.open, c.high, c.low, c.close, c.volume])
    : page.rows.map((s) => [seriesId, s.settledAtMs, s.rate, s.stampedAtMs]);
}

/** A settlement with the minutes since the one before; undefined where that one is not proven. */
export interface StoredSettlement extends Settlement {
  readonly intervalMinutes: number | undefined;
}

const [, ...CANDLE_COLUMNS] = CANDLE.columns.map(({ name }) => name);
const SETTLEMENT_COLUMNS = ['settled_at_ms', 'rate', 'interval_minutes', 'observed_at_ms'];

/** Few enough to be held in memory, many enough for one query. */
const ROWS_AT_ONCE = 5_000;

/** The window in parts of some thousand rows of the series, whole days each, ascending. */
export function rowPieces({ key }: StoredSeries, window: TimeWindow): TimeWindow[] {
  const stepMs = hasCandles(key) ? timeframeMs(key.timeframe) : HOUR_MS;
  return cutWindow(window, Math.max(PIECE_MS, floorTo(ROWS_AT_ONCE * stepMs, PIECE_MS)));
}

/** The series' candles that open in the window, ascending. */
export async function storedCandles(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<Candle[]> {
  const from = 'candle WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3';
  const rows = await database.rows(
    { columns: CANDLE_COLUMNS, from, orderBy: 'open_at_ms' },
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(candleOf);
}

/** The series' settlements in the window, ascending. */
export async function storedSettlements(
  database: Reads,
  seriesId: number,
  window: TimeWindow,
): Promise<StoredSettlement[]> {
  const from = 'funding_rate WHERE series_id = $1 AND settled_at_ms >= $2 AND settled_at_ms < $3';
  const rows = await database.rows(
    { columns: SETTLEMENT_COLUMNS, from, orderBy: 'settled_at_ms' },
    seriesId,
    window.fromMs,
    window.toMs,
  );
  return rows.map(settlementOf);
}

/** When the series was settled, ascending: all of its life, from which its schedule is read. */
export async function settlementTimes(database: Reads, seriesId: number): Promise<number[]> {
  const from = 'funding_rate WHERE series_id = $1';
  const rows = await database.rows(
    { columns: ['settled_at_ms'], from, orderBy: 'settled_at_ms' },
    seriesId,
  );
  return rows.map((row) => {
    const [settledAtMs] = row;
    if (typeof settledAtMs !== 'number') throw strange('settlement', row);
    return settledAtMs;
  });
}

const bounds = z.tuple([z.tuple([z.int().nullable(), z.int().nullable()])]);

/** The smallest window that holds every stored row of the series; undefined where there is none. */
export async function rowBounds(
  database: Reads,
  series: StoredSeries,
): Promise<TimeWindow | undefined> {
  const { dialect } = database;
  const { table, key } = rowTable(series.key.kind);
  // One by one they are each a step into the index; as one query SQLite would read the whole series.
  const [[firstMs, lastMs]] = await database.json(
    bounds,
    `SELECT ${dialect.collect(dialect.array(['first_ms', 'last_ms']), 'first_ms')} FROM (
       SELECT (SELECT min(${key}) FROM ${table} WHERE series_id = $1) AS first_ms,
         (SELECT max(${key}) FROM ${table} WHERE series_id = $1) AS last_ms
     ) AS ends`,
    series.id,
  );
  return firstMs === null || lastMs === null ? undefined : { fromMs: firstMs, toMs: lastMs + 1 };
}

// By hand: a schema library takes longer for a year of rows than the database.
function candleOf(row: readonly unknown[]): Candle {
  const [openAtMs, open, high, low, close, volume] = row;
  if (
    typeof openAtMs !== 'number' ||
    typeof open !== 'number' ||
    typeof high !== 'number' ||
    typeof low !== 'number' ||
    typeof close !== 'number' ||
    typeof volume !== 'number'
  ) {
    throw strange('candle', row);
  }
  return { openAtMs, open, high, low, close, volume };
}

function settlementOf(row: readonly unknown[]): StoredSettlement {
  const [settledAtMs, rate, intervalMinutes, stampedAtMs] = row;
  if (
    typeof settledAtMs !== 'number' ||
    typeof rate !== 'string' ||
    (typeof intervalMinutes !== 'number' && intervalMinutes !== null) ||
    typeof stampedAtMs !== 'number'
  ) {
    throw strange('settlement', row);
  }
  return { settledAtMs, rate, intervalMinutes: intervalMinutes ?? undefined, stampedAtMs };
}

function strange(kind: string, row: readonly unknown[]): Error {
  return new DataIntegrityError('A stored row holds a value of another kind than was written', {
    kind,
    row: JSON.stringify(row),
  });
}
