import { isAnotherListing } from '@fullcarry/domain/completeness/judge/listing';
import {
  hasCandles,
  isCandleKind,
  isOfSpot,
  isOfTimeframe,
  timeframeOf,
  type SeriesKey,
  type SeriesKind,
} from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { RankedMarket } from '@fullcarry/domain/market/universe';
import { z } from 'zod';
import type { Database, Statements } from '../database/database.js';
import {
  MARKET_COLUMNS,
  marketRow,
  selectSeries,
  seriesRow,
  storedSeries,
  type StoredMarket,
  type StoredSeries,
} from './stored-series.js';

const marketRows = z.array(marketRow);
const seriesRows = z.array(seriesRow);
const sourceRows = z.array(z.string());
const idPairs = z.array(z.tuple([z.int(), z.int()]));

/** Of the markets that had a name one after the other. */
const NEWEST_LISTING = `market.listing = (SELECT max(other.listing) FROM market AS other
  WHERE other.exchange = market.exchange AND other.symbol = market.symbol)`;

/** Of the spot markets that a perpetual had beside it the one of now; where there is none now, of any. */
const OF_ITS_SPOT = `(series.spot_native_id = '' OR series.spot_native_id = coalesce(market.spot_native_id, series.spot_native_id))`;

/** A series that is there is tracked as wanted. */
export const ON_SAME_SERIES =
  'ON CONFLICT (market_id, kind, timeframe, spot_native_id) DO UPDATE SET tracked = excluded.tracked';

/** Markets and their series. Written by the fetcher that keeps the universe. */
export class MarketStore {
  constructor(private readonly database: Database) {}

  /**
   * Makes the chosen markets the tracked ones of the exchange, with a series of each of the `kinds`; of spot only where
   * the counterpart is known (`SpotStore`). Markets and series
   * that are not chosen any more keep their rows and are no longer tracked. A name that was given to another coin, or listed
   * anew, is another market.
   */
  async saveUniverse(
    chosen: readonly RankedMarket[],
    about: {
      exchange: string;
      source: string;
      timeframe: Timeframe;
      kinds: readonly SeriesKind[];
      evaluatedAtMs: number;
    },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.execute(
        'UPDATE market SET tracked = $1, rank = NULL, evaluated_at_ms = $2 WHERE exchange = $3 AND tracked = $4',
        false,
        about.evaluatedAtMs,
        about.exchange,
        true,
      );
      for (const market of chosen) {
        const listing = await listingOf(tx, market);
        await tx.execute(
          `INSERT INTO market (exchange, symbol, listing, native_id, source, listed_at_ms, delisted_at_ms, tracked, rank, turnover_usdt_24h, evaluated_at_ms, asset_class)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           ON CONFLICT (exchange, symbol, listing) DO UPDATE SET native_id = excluded.native_id,
             listed_at_ms = excluded.listed_at_ms, delisted_at_ms = excluded.delisted_at_ms, tracked = excluded.tracked,
             asset_class = excluded.asset_class, rank = excluded.rank, turnover_usdt_24h = excluded.turnover_usdt_24h, evaluated_at_ms = excluded.evaluated_at_ms`,
          market.exchange,
          market.symbol,
          listing,
          market.nativeId,
          about.source,
          market.listedAtMs ?? null,
          market.endsAtMs ?? null,
          true,
          market.rank,
          market.turnoverUsdt24h,
          about.evaluatedAtMs,
          market.assetClass ?? null,
        );
        await tx.execute(
          `UPDATE series SET tracked = $1 WHERE tracked = $2 AND market_id IN
             (SELECT id FROM market WHERE exchange = $3 AND symbol = $4 AND listing = $5)`,
          false,
          true,
          market.exchange,
          market.symbol,
          listing,
        );
        for (const kind of about.kinds) {
          // Of a market without a spot counterpart there is none of spot: its name is null then, and no row is chosen.
          const spotNativeId = isOfSpot(kind) ? 'spot_native_id' : "''";
          await tx.execute(
            `INSERT INTO series (market_id, kind, timeframe, spot_native_id, tracked)
             SELECT id, CAST($1 AS text), CAST($2 AS text), ${spotNativeId}, $6 FROM market
               WHERE exchange = $3 AND symbol = $4 AND listing = $5 AND ${spotNativeId} IS NOT NULL
             ${ON_SAME_SERIES}`,
            kind,
            isCandleKind(kind) ? timeframeOf(kind, about.timeframe) : '',
            market.exchange,
            market.symbol,
            listing,
            true,
          );
        }
      }
    });
  }

  /** The tracked markets in the order of their rank. */
  tracked(exchange: string): Promise<StoredMarket[]> {
    const { dialect } = this.database;
    return this.database.json(
      marketRows,
      `SELECT ${dialect.collect(dialect.array(MARKET_COLUMNS), 'rank')} FROM market WHERE exchange = $1 AND tracked = $2`,
      exchange,
      true,
    );
  }

  /** Where the rows of an exchange come from; more than one only if someone mixed databases. */
  async sources(exchange: string): Promise<string[]> {
    const sources = await this.database.json(
      sourceRows,
      `SELECT ${this.database.dialect.collect('source', 'source')} FROM market WHERE exchange = $1`,
      exchange,
    );
    return [...new Set(sources)];
  }

  /** The tracked series of the tracked markets: those that are kept where the timeframe is the one that is set. */
  async trackedSeries(exchange: string, timeframe: Timeframe): Promise<StoredSeries[]> {
    const tracked = await this.database.json(
      seriesRows,
      `${selectSeries(this.database.dialect)} WHERE market.exchange = $1 AND market.tracked = $2 AND series.tracked = $2`,
      exchange,
      true,
    );
    return tracked.filter(({ key }) => isOfTimeframe(key, timeframe));
  }

  /** Every series of every exchange, tracked or not. */
  allSeries(): Promise<StoredSeries[]> {
    return storedSeries(this.database);
  }

  /**
   * The series of one market, found by its symbol or by the exchange's own name; none when it is unknown. Of several
   * markets that had the name it is the newest.
   */
  seriesOf(exchange: string, name: string): Promise<StoredSeries[]> {
    return this.database.json(
      seriesRows,
      `${selectSeries(this.database.dialect)} WHERE market.exchange = $1 AND (market.symbol = $2 OR market.native_id = $2) AND ${NEWEST_LISTING} AND ${OF_ITS_SPOT}`,
      exchange,
      name,
    );
  }

  async find(key: SeriesKey): Promise<StoredSeries | undefined> {
    const timeframe = hasCandles(key) ? key.timeframe : '';
    const [found] = await this.database.json(
      seriesRows,
      `${selectSeries(this.database.dialect)} WHERE market.exchange = $1 AND market.symbol = $2 AND series.kind = $3 AND series.timeframe = $4 AND ${NEWEST_LISTING} AND ${OF_ITS_SPOT}`,
      key.exchange,
      key.symbol,
      key.kind,
      timeframe,
    );
    return found;
  }

  /** The funding series of each of the markets. */
  async fundingSeries(marketIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const { dialect } = this.database;
    const rows = await this.database.json(
      idPairs,
      `SELECT ${dialect.collect(dialect.array(['market_id', 'id']), 'market_id')} FROM series
       WHERE kind = 'funding' AND market_id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})`,
      JSON.stringify(marketIds),
    );
    return new Map(rows);
  }

  async setDelisted(marketId: number, delistedAtMs: number): Promise<void> {
    await this.database.execute(
      'UPDATE market SET delisted_at_ms = $1 WHERE id = $2',
      delistedAtMs,
      marketId,
    );
  }

  async setScrub(
    seriesId: number,
    cursorMs: number | undefined,
    scrubbedAtMs: number | undefined,
  ): Promise<void> {
    await this.database.execute(
      'UPDATE series SET scrub_cursor_ms = $1, scrubbed_at_ms = coalesce($2, scrubbed_at_ms) WHERE id = $3',
      cursorMs ?? null,
      scrubbedAtMs ?? null,
      seriesId,
    );
  }
}

/** Which of the markets of this name it is: the newest that is stored, or the one after it. */
async function listingOf(tx: Statements, market: RankedMarket): Promise<number> {
  const { dialect } = tx;
  const known = await tx.json(
    marketRows,
    `SELECT ${dialect.collect(dialect.array(MARKET_COLUMNS), 'listing')} FROM market WHERE exchange = $1 AND symbol = $2`,
    market.exchange,
    market.symbol,
  );
  const newest = known.at(-1);
  if (!newest) return 0;
  return isAnotherListing(newest, market) ? newest.listing + 1 : newest.listing;
}
