import type { Candle } from '@fullcarry/domain/candle';
import type { Settlement } from '@fullcarry/domain/settlement';
import { SERIES_KINDS, type RowShape, type SeriesKind } from '@fullcarry/domain/series';
import type { Columns } from '../database/database.js';

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
    : page.rows.map((s) => [seriesId, s.settledAtMs, s.rate, s.observedAtMs]);
}
