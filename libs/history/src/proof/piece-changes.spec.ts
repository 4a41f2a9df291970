import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { z } from 'zod';
import { copyHistory } from '../copy/copy-history.js';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from '../database/open-database.js';
import { writingRows } from '../rows/save-page.js';
import { countTouches } from './piece-changes.js';
import { rowTable, rowValues } from '../rows/series-rows.js';
import { trackedCandles } from '../markets/tracked-candles.fixture.js';

/** Another program, with the database's own driver and none of our code. */
interface Hand {
  does(statement: string): Promise<unknown>;
  end(): Promise<unknown>;
}

async function handIn({ url }: EmptyDatabase): Promise<Hand> {
  if (url.startsWith('file:')) {
    const file = new Sqlite(url.slice('file:'.length));
    return { does: async (sql) => file.exec(sql), end: async () => file.close() };
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  return { does: (sql) => client.query(sql), end: () => client.end() };
}

type Piece = readonly [seriesId: number, day: number, changes: number, accounted: number];

async function pieces(database: Database): Promise<Piece[]> {
  const { dialect } = database;
  const columns = ['series_id', 'from_ms', 'changes', 'accounted'];
  const rows = await database.json(
    z.array(z.tuple([z.int(), z.int(), z.int(), z.int()])),
    `SELECT ${dialect.collect(dialect.array(columns), 'series_id, from_ms')} FROM piece`,
  );
  return rows.map(([id, fromMs, ...rest]) => [id, fromMs / DAY_MS, ...rest]);
}

describe.each(DATABASES)('the pieces of a history (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let hand: Hand;
  let candles: number;
  let funding: number;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    hand = await handIn(empty);
    candles = await trackedCandles(database);
    const series = await new MarketStore(database).trackedSeries('bybit', '1h');
    funding = series.find((one) => one.key.kind === 'funding')!.id;
    await stored('candles', 0, 48);
    await stored('funding', 0, 48);
  });

  afterEach(async () => {
    await hand.end();
    await database.close();
    await empty.remove();
  });

  /** The fetcher stores a row of every hour. */
  async function stored(of: 'candles' | 'funding', fromHour: number, toHour: number) {
    const hours = Array.from({ length: toHour - fromHour }, (_, i) => (fromHour + i) * HOUR_MS);
    const values = { open: 100, high: 110, low: 90, close: 101.5, volume: 12.25 };
    const seriesId = of === 'candles' ? candles : funding;
    const rows =
      of === 'candles'
        ? rowValues(seriesId, {
            kind: of,
            rows: hours.map((openAtMs) => ({ openAtMs, ...values })),
          })
        : rowValues(seriesId, {
            kind: of,
            rows: hours.map((atMs) => ({ settledAtMs: atMs, stampedAtMs: atMs, rate: '0.0001' })),
          });
    await writingRows(database, seriesId, (tx) => tx.insertNew(rowTable(of), rows));
  }

  async function touched(): Promise<Piece[]> {
    await countTouches(database);
    const found = await pieces(database);
    return found.filter(([, , changes, accounted]) => changes !== accounted);
  }

  it('count what the fetcher stores, as its own', async () => {
    await stored('candles', 40, 50);
    expect(await pieces(database)).toEqual([
      [candles, 0, 24, 24],
      [candles, 1, 24, 24],
      [candles, 2, 2, 2],
      [funding, 0, 24, 24],
      [funding, 1, 24, 24],
    ]);
    expect(await touched()).toEqual([]);
  });

  it.each([
    ['deletes one candle', `DELETE FROM candle WHERE open_at_ms = ${30 * HOUR_MS}`, 'c', 1, 1],
    ['deletes all candles of a day', `DELETE FROM candle WHERE open_at_ms < ${DAY_MS}`, 'c', 0, 24],
    ['changes a price', `UPDATE candle SET close = 7 WHERE open_at_ms = ${HOUR_MS}`, 'c', 0, 1],
    [
      'puts a candle in the place of another',
      `INSERT INTO candle SELECT series_id, open_at_ms, 1, 2, 1, 2, 3 FROM candle WHERE open_at_ms = 0
       ON CONFLICT (series_id, open_at_ms) DO UPDATE SET open = excluded.open`,
      'c',
      0,
      1,
    ],
    [
      'invents a candle',
      `INSERT INTO candle SELECT series_id, open_at_ms + 60000, 1, 2, 1, 2, 3 FROM candle WHERE open_at_ms = 0`,
      'c',
      0,
      1,
    ],
    [
      'deletes a settlement',
      `DELETE FROM funding_rate WHERE settled_at_ms = ${30 * HOUR_MS}`,
      'f',
      1,
      1,
    ],
    [
      'changes a rate',
      `UPDATE funding_rate SET rate = '0.5' WHERE settled_at_ms < ${2 * HOUR_MS}`,
      'f',
      0,
      2,
    ],
  ])('tell when somebody %s', async (_, statement, of, day, rows) => {
    await hand.does(statement);
    const seriesId = of === 'c' ? candles : funding;
    expect(await touched()).toEqual([[seriesId, day, 24 + rows, 24]]);
  });

  it('tell both days when somebody moves a row from one to the other', async () => {
    await hand.does(`UPDATE candle SET open_at_ms = ${60 * HOUR_MS} WHERE open_at_ms = 0`);
    expect(await touched()).toEqual([
      [candles, 0, 25, 24],
      [candles, 2, 1, 0],
    ]);
  });

  it('tell of every piece when somebody empties a table', async () => {
    await hand.does(kind === 'sqlite' ? 'DELETE FROM candle' : 'TRUNCATE candle');
    expect((await touched()).map(([id, day]) => [id, day])).toEqual([
      [candles, 0],
      [candles, 1],
    ]);
  });

  it('keep silent about what does not count', async () => {
    await hand.does('UPDATE funding_rate SET interval_minutes = 60, observed_at_ms = 5');
    await hand.does('UPDATE candle SET close = close');
    await hand.does('DELETE FROM candle WHERE open_at_ms > 1e15');
    await hand.does('BEGIN; DELETE FROM candle; ROLLBACK');
    expect(await touched()).toEqual([]);
  });

  it('do not take for the fetcher’s what somebody touched before or meanwhile', async () => {
    await hand.does(`DELETE FROM candle WHERE open_at_ms = ${5 * HOUR_MS}`);
    await stored('candles', 5, 6);
    expect(await touched()).toEqual([[candles, 0, 26, 25]]);
    if (kind === 'sqlite') return;
    await writingRows(database, candles, async (tx) => {
      await tx.execute('DELETE FROM candle WHERE open_at_ms = $1', 30 * HOUR_MS);
      await hand.does(`DELETE FROM candle WHERE open_at_ms = ${31 * HOUR_MS}`);
    });
    expect(await touched()).toEqual([
      [candles, 0, 26, 25],
      [candles, 1, 26, 25],
    ]);
  });

  it('forget what a transaction did that failed', async () => {
    const failing = writingRows(database, candles, async (tx) => {
      await tx.execute('DELETE FROM candle');
      throw new Error('The cable was pulled');
    });
    await expect(failing).rejects.toThrow(/cable/);
    expect(await touched()).toEqual([]);
  });

  it.each(DATABASES)(
    'are the same in a copy (%s), what is not counted yet included',
    async (to) => {
      await hand.does(`DELETE FROM candle WHERE open_at_ms < ${3 * HOUR_MS}`);
      const other = await emptyDatabase(to);
      const target = await openDatabase(other.url);
      try {
        await copyHistory(database, target, () => undefined);
        await countTouches(target);
        await countTouches(database);
        expect(await pieces(target)).toEqual(await pieces(database));
        expect(await touched()).toEqual([[candles, 0, 27, 24]]);
      } finally {
        await target.close();
        await other.remove();
      }
    },
  );
});

describe('an SQLite file', () => {
  it.each(['OR REPLACE', 'OR IGNORE', 'OR FAIL', 'OR ROLLBACK'])(
    'marks the piece whatever INSERT %s does with it',
    async (conflict) => {
      const empty = await emptyDatabase('sqlite');
      const database = await openDatabase(empty.url);
      const file = new Sqlite(empty.url.slice('file:'.length));
      for (const close of [1, 2]) {
        file.exec(
          `INSERT ${conflict} INTO candle VALUES (1, ${close * HOUR_MS}, 1, 2, 1, ${close}, 3)`,
        );
      }
      file.exec(`INSERT OR REPLACE INTO candle VALUES (1, ${HOUR_MS}, 1, 2, 1, 9, 3)`);
      await countTouches(database);
      expect(await pieces(database)).toEqual([[1, 0, 3, 0]]);
      file.close();
      await database.close();
      await empty.remove();
    },
  );
});
