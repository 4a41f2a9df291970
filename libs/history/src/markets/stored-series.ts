import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import type { Lifetime } from '@fullcarry/domain/completeness/schedule/look-back';
import type { Market } from '@fullcarry/domain/market/market';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import {
  isCandleKind,
  isOfSpot,
  KINDS_OF_SERIES,
  type SeriesKey,
  type SeriesKind,
} from '@fullcarry/domain/series';
import { TIMEFRAMES, type Timeframe } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import type { Dialect, Reads } from '../database/database.js';
import { bit, optional } from '../database/row-schema.js';

/** A market as the database knows it: chosen or not any more, and until when it traded. */
export interface StoredMarket extends Market {
  readonly id: number;
  readonly source: string;
  /** Counts the markets that had this name, one after the other, from 0. */
  readonly listing: number;
  /** When its listing ends or ended, as far as the exchange announced; may lie ahead. */
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
  /** The exchange's own name of the spot market that its rows are of; undefined for those of the perpetual. */
  readonly spotNativeId?: string | undefined;
  /** When that spot market began, as far as it was found out; undefined where that was before the look-back. */
  readonly spotFromMs?: number | undefined;
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

/**
 * When what the rows of a series tell of began and ended, as far as that is known. Of a spot market nothing is asked
 * for once its perpetual has ended, although it goes on.
 */
export function lifeOf({ key, market, spotFromMs }: StoredSeries): Lifetime {
  const { listedAtMs, delistedAtMs } = market;
  return { listedAtMs: isOfSpot(key.kind) ? spotFromMs : listedAtMs, delistedAtMs };
}

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
  'spot_symbol',
  'spot_native_id',
  'spot_units',
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
    optional(z.string()),
    optional(z.string()),
    optional(z.int()),
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
      spotSymbol,
      spotNativeId,
      spotUnits,
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
      spot: counterpartOf(spotSymbol, spotNativeId, spotUnits),
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
    z.string(),
    optional(z.int()),
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
      spotNativeId,
      spotFromMs,
      market,
    ]): StoredSeries => ({
      id,
      key: keyOf(market, kind, timeframe),
      market,
      spotNativeId: spotNativeId === '' ? undefined : spotNativeId,
      spotFromMs,
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
    'series.spot_native_id',
    'series.spot_from_ms',
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

function counterpartOf(
  spotSymbol: string | undefined,
  spotNativeId: string | undefined,
  unitsPerContract: number | undefined,
): SpotCounterpart | undefined {
  if (spotSymbol === undefined || spotNativeId === undefined || unitsPerContract === undefined) {
    return undefined;
  }
  return { spotSymbol, spotNativeId, unitsPerContract };
}
