import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import type { Market } from '@fullcarry/domain/market/market';
import {
  isCandleKind,
  KINDS_OF_SERIES,
  type SeriesKey,
  type SeriesKind,
} from '@fullcarry/domain/series';
import { TIMEFRAMES, type Timeframe } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import type { Dialect, Reads } from '../database/database.js';

/** A market as the database knows it: chosen or not any more, and until when it traded. */
export interface StoredMarket extends Market {
  readonly id: number;
  readonly source: string;
  /** Counts the markets that had this name, one after the other, from 0. */
  readonly listing: number;
  /** When its listing ends or ended, as far as the exchange said; may lie ahead. */
  readonly delistedAtMs: number | undefined;
  readonly tracked: boolean;
  readonly rank: number | undefined;
  readonly turnoverUsdt24h: string | undefined;
  readonly evaluatedAtMs: number;
}

/** One series of one market, with what the store keeps about it. */
export interface StoredSeries {
  readonly id: number;
  readonly key: SeriesKey;
  readonly market: StoredMarket;
  /** Whether it is kept up to date while its market is. */
  readonly isTracked: boolean;
  readonly lastSyncAtMs: number | undefined;
  readonly scrubCursorMs: number | undefined;
  readonly scrubbedAtMs: number | undefined;
  /** Grows with everything that our writer stores of the series. */
  readonly version: number;
  /** How many rows our writer has stored, and how many of them it revised, ever. */
  readonly rows: number;
  readonly revisions: number;
}

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

/** SQLite has no type of its own for it. */
const bit = z.union([z.boolean(), z.int().transform((one) => one !== 0)]);

export const MARKET_COLUMNS = [
  'id',
  'exchange',
  'symbol',
  'native_id',
  'source',
  'listed_at_ms',
  'delisted_at_ms',
  'tracked',
  'rank',
  'turnover_usdt_24h',
  'evaluated_at_ms',
  'listing',
  'asset_class',
];

export const marketRow = z
  .tuple([
    z.int(),
    z.string(),
    z.string(),
    z.string(),
    z.string(),
    optional(z.int()),
    optional(z.int()),
    bit,
    optional(z.int()),
    optional(z.string()),
    z.int(),
    z.int(),
    optional(z.enum(ASSET_CLASSES)),
  ])
  .transform(
    ([
      id,
      exchange,
      symbol,
      nativeId,
      source,
      listedAtMs,
      delistedAtMs,
      tracked,
      rank,
      turnoverUsdt24h,
      evaluatedAtMs,
      listing,
      assetClass,
    ]): StoredMarket => ({
      id,
      exchange,
      symbol,
      nativeId,
      source,
      listing,
      listedAtMs,
      delistedAtMs,
      assetClass,
      tracked,
      rank,
      turnoverUsdt24h,
      evaluatedAtMs,
    }),
  );

export const seriesRow = z
  .tuple([
    z.int(),
    z.enum(KINDS_OF_SERIES),
    z.enum(['', ...TIMEFRAMES]),
    optional(z.int()),
    optional(z.int()),
    optional(z.int()),
    z.int(),
    z.int(),
    z.int(),
    bit,
    marketRow,
  ])
  .transform(
    ([
      id,
      kind,
      timeframe,
      lastSyncAtMs,
      scrubCursorMs,
      scrubbedAtMs,
      version,
      rows,
      revisions,
      isTracked,
      market,
    ]): StoredSeries => ({
      id,
      key: keyOf(market, kind, timeframe),
      market,
      isTracked,
      lastSyncAtMs,
      scrubCursorMs,
      scrubbedAtMs,
      version,
      rows,
      revisions,
    }),
  );

/** The series with their markets as one JSON column, to be followed by a WHERE. */
export function selectSeries(dialect: Dialect): string {
  const market = dialect.array(MARKET_COLUMNS.map((column) => `market.${column}`));
  const columns = [
    'series.id',
    'series.kind',
    'series.timeframe',
    'series.last_sync_at_ms',
    'series.scrub_cursor_ms',
    'series.scrubbed_at_ms',
    'series.version',
    'series.rows',
    'series.revisions',
    'series.tracked',
    market,
  ];
  return `SELECT ${dialect.collect(dialect.array(columns), 'market.exchange, market.rank, market.symbol, series.kind')}
    FROM series JOIN market ON market.id = series.market_id`;
}

/** Every series of every exchange, tracked or not. */
export function storedSeries(database: Reads): Promise<StoredSeries[]> {
  return database.json(z.array(seriesRow), selectSeries(database.dialect));
}

function keyOf(market: Market, kind: SeriesKind, timeframe: Timeframe | ''): SeriesKey {
  const { exchange, symbol } = market;
  if (!isCandleKind(kind)) return { exchange, symbol, kind };
  if (timeframe === '') throw new Error(`Candles of ${symbol} without a timeframe`);
  return { exchange, symbol, kind, timeframe };
}
