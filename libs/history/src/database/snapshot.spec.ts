import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import { DATABASES, emptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Database, Reads } from './database.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from './open-database.js';
import { rowTable } from '../rows/series-rows.js';
import { WAL_KEPT_BYTES } from './sqlite/sqlite-database.js';

const ROWS_AT_ONCE = 20_000;

describe.each(DATABASES)('a snapshot (%s)', (kind) => {
  let url: string;
  let database: Database;
  let seriesId: number;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    const empty = await emptyDatabase(kind);
    ({ url } = empty);
    database = await openDatabase(url);
    const market = { exchange: 'bybit', symbol: 'BTC/USDT:USDT', nativeId: 'BTCUSDT', rank: 1 };
    const about = {
      exchange: 'bybit',
      source: 'live',
      timeframe: '1m',
      kinds: REQUIRED_KINDS,
      evaluatedAtMs: 7,
    } as const;
    const markets = new MarketStore(database);
    await markets.saveUniverse([{ ...market, listedAtMs: undefined, turnoverUsdt24h: '1' }], about);
    const all = await markets.trackedSeries('bybit', '1m');
    seriesId = all.find(({ key }) => key.kind === 'candles')!.id;
    remove = async () => {
      await database.close();
      await empty.remove();
    };
  });
  afterEach(() => remove());

  const candles = async (reads: Reads) => {
    const { dialect } = reads;
    const counted = `(SELECT count(*) AS many FROM candle) AS counted`;
    const sql = `SELECT ${dialect.collect('many', 'many')} FROM ${counted}`;
    const [many] = await reads.json(z.tuple([z.int()]), sql);
    return many;
  };

  let written = 0;
  const write = (many: number) => {
    const { table, columns } = rowTable('candles');
    const rows = Array.from({ length: many }, () => [seriesId, (written += 1), 1, 1, 1, 1, 1]);
    return database.insertNew({ table, columns }, rows);
  };

  it('sees what was there when it began, and nobody waits for it', async () => {
    await write(3);
    const seen = await database.snapshot(async (reads) => {
      await write(4);
      const first = await candles(reads);
      await write(5);
      return [first, await candles(reads), await candles(database)];
    });
    expect(seen).toEqual([3, 3, 12]);
    expect(await database.snapshot(candles)).toBe(12);
  });

  if (kind === 'sqlite') {
    it('is waited for by whoever closes the database', async () => {
      const order: string[] = [];
      const reading = database.snapshot(async (reads) => {
        await sleep(100);
        await candles(reads);
        order.push('read');
      });
      await Promise.all([reading, database.close().then(() => order.push('closed'))]);
      expect(order).toEqual(['read', 'closed']);
      database = await openDatabase(url);
    });

    it('leaves no large journal behind, however much was written beside it', async () => {
      const path = `${url.slice('file:'.length)}-wal`;
      const walBytes = () => (existsSync(path) ? statSync(path).size : 0);
      await database.snapshot(async (reads) => {
        await candles(reads);
        while (walBytes() < 2 * WAL_KEPT_BYTES) await write(ROWS_AT_ONCE);
      });
      expect(walBytes()).toBeGreaterThan(2 * WAL_KEPT_BYTES);
      // What a fetcher stores in its next minutes.
      for (let minute = 0; minute < 3; minute += 1) await write(40);
      expect(walBytes()).toBeLessThanOrEqual(WAL_KEPT_BYTES);
    });
  }
});
