import { changedInstruments, type ListReading } from '@fullcarry/domain/market/instrument';
import type { MarketTicker } from '@fullcarry/domain/market/market';
import { rankByTurnover } from '@fullcarry/domain/market/universe';
import { floorTo, PIECE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Database, Reads } from '../database/database.js';
import { INSTRUMENT_COLUMNS, instrumentValues } from './instrument-rows.js';
import { instrumentsOn } from './instruments-at.js';

const TURNOVER = {
  table: 'instrument_turnover',
  columns: [
    { name: 'exchange', type: 'TEXT' },
    { name: 'day_ms', type: 'BIGINT' },
    { name: 'symbol', type: 'TEXT' },
    { name: 'rank', type: 'INTEGER' },
    { name: 'turnover_usdt_24h', type: 'TEXT' },
  ],
} as const;

/** An exchange's list and its tickers, read at one time of the exchange's. */
export interface InstrumentReading extends ListReading {
  readonly exchange: string;
  readonly observedAtMs: number;
  readonly tickers: readonly MarketTicker[];
}

/**
 * Keeps a reading, unless the day has one: the first of a UTC day is the day's, whichever fetcher made it. Returns
 * whether it was kept.
 */
export function saveReading(database: Database, reading: InstrumentReading): Promise<boolean> {
  const { exchange, observedAtMs, markets, tickers } = reading;
  const dayMs = floorTo(observedAtMs, PIECE_MS);
  return database.transaction(async (tx) => {
    // First, since another fetcher that has one waits here, and then finds the day's.
    const inserted = await tx.execute(
      `INSERT INTO instrument_reading (exchange, day_ms, observed_at_ms, listed) VALUES ($1, $2, $3, $4)
       ON CONFLICT (exchange, day_ms) DO NOTHING`,
      exchange,
      dayMs,
      observedAtMs,
      markets.length,
    );
    if (inserted === 0) return false;
    const changed = changedInstruments(await instrumentsOn(tx, exchange, dayMs), reading);
    const columns = ['exchange', 'day_ms', ...INSTRUMENT_COLUMNS];
    for (const one of changed) {
      await tx.execute(
        `INSERT INTO instrument_snapshot (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
        exchange,
        dayMs,
        ...instrumentValues(one),
      );
    }
    await tx.insertNew(
      TURNOVER,
      rankByTurnover(markets, tickers).map(({ symbol, rank, turnoverUsdt24h }) => [
        exchange,
        dayMs,
        symbol,
        rank,
        turnoverUsdt24h,
      ]),
    );
    return true;
  });
}

/** The UTC day of the newest reading; undefined before the first. */
export async function lastReadingDayMs(
  database: Reads,
  exchange: string,
): Promise<number | undefined> {
  const { dialect } = database;
  const days = await database.json(
    z.array(z.int()),
    `SELECT ${dialect.collect('day_ms', 'day_ms')} FROM
       (SELECT max(day_ms) AS day_ms FROM instrument_reading WHERE exchange = $1) AS newest
     WHERE day_ms IS NOT NULL`,
    exchange,
  );
  return days[0];
}

/** The exchanges whose list was read at least once, by name. */
export async function readExchanges(database: Reads): Promise<string[]> {
  return database.json(
    z.array(z.string()),
    `SELECT ${database.dialect.collect('exchange', 'exchange')}
     FROM (SELECT DISTINCT exchange FROM instrument_reading) AS readings`,
  );
}
