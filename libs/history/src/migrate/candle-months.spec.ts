import { DAY_MS } from '@fullcarry/domain/time-window';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { ensureCandleMonths } from './candle-months.js';
import { copyHistory } from '../copy/copy-history.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { countTouches } from '../proof/piece-changes.js';
import { writingRows } from '../rows/save-page.js';
import { rowTable, rowValues } from '../rows/series-rows.js';
import { storedCandles } from '../rows/series-rows.js';
import { trackedCandles } from '../markets/tracked-candles.fixture.js';

const FEBRUARY = Date.UTC(2024, 1, 1);
const MARCH = Date.UTC(2024, 2, 1);
const APRIL = Date.UTC(2024, 3, 1);
const DAYS = [FEBRUARY, FEBRUARY + 28 * DAY_MS, MARCH, MARCH + 9 * DAY_MS];
const BOTH = { fromMs: FEBRUARY, toMs: APRIL };

describe('the candles of PostgreSQL', () => {
  let empty: EmptyDatabase;
  let database: Database;
  let hand: Client;
  let seriesId: number;

  beforeEach(async () => {
    empty = await emptyDatabase('postgresql');
    database = await openDatabase(empty.url);
    seriesId = await trackedCandles(database);
    hand = new Client({ connectionString: empty.url });
    await hand.connect();
  });

  afterEach(async () => {
    await hand.end();
    await database.close();
    await empty.remove();
  });

  const stored = (into = database) => {
    const values = { open: 100, high: 110, low: 90, close: 101.5, volume: 12.25 };
    const rows = DAYS.map((openAtMs) => ({ openAtMs, ...values }));
    return writingRows(into, seriesId, (tx) =>
      tx.insertNew(rowTable('candles'), rowValues(seriesId, { kind: 'candles', rows })),
    );
  };

  async function tables(): Promise<Record<string, number>> {
    const { rows } = await hand.query(
      'SELECT tableoid::regclass::text AS name, count(*)::int AS many FROM candle GROUP BY 1 ORDER BY 1',
    );
    const counted = z.array(z.object({ name: z.string(), many: z.int() })).parse(rows);
    return Object.fromEntries(counted.map(({ name, many }) => [name, many]));
  }

  /** The days whose rows somebody else touched, and how often. */
  async function touched(): Promise<[day: number, times: number][]> {
    await countTouches(database);
    return database.json(
      z.array(z.tuple([z.int(), z.int()])),
      `SELECT ${database.dialect.collect('json_build_array(from_ms, changes - accounted)', 'from_ms')}
       FROM piece WHERE changes <> accounted`,
    );
  }

  it('lie in one table a month', async () => {
    expect(await ensureCandleMonths(database, BOTH)).toBe(true);
    expect(await ensureCandleMonths(database, BOTH)).toBe(true);
    await stored();
    expect(await tables()).toEqual({ candle_2024_02: 2, candle_2024_03: 2 });
  });

  it('are stored also where their month has no table, and move there untouched once it has one', async () => {
    await stored();
    expect(await tables()).toEqual({ candle_rest: 4 });
    await ensureCandleMonths(database, { fromMs: MARCH, toMs: MARCH + 1 });
    expect(await tables()).toEqual({ candle_2024_03: 2, candle_rest: 2 });
    expect(await touched()).toEqual([]);
    expect(await storedCandles(database, seriesId, BOTH)).toHaveLength(4);
  });

  it.each([
    ['a delete', `DELETE FROM candle_2024_03 WHERE open_at_ms = ${MARCH}`, [[MARCH, 1]]],
    ['an update', `UPDATE candle_2024_03 SET close = 7 WHERE open_at_ms = ${MARCH}`, [[MARCH, 1]]],
    [
      'an insert',
      `INSERT INTO candle_2024_02 VALUES (1, ${FEBRUARY + 1}, 1, 2, 1, 2, 3)`,
      [[FEBRUARY, 1]],
    ],
    [
      'a truncate',
      'TRUNCATE candle_2024_02',
      [
        [FEBRUARY, 1],
        [FEBRUARY + 28 * DAY_MS, 1],
      ],
    ],
    [
      'a move to another month',
      `UPDATE candle SET open_at_ms = ${FEBRUARY + DAY_MS} WHERE open_at_ms = ${MARCH}`,
      [
        [FEBRUARY + DAY_MS, 1],
        [MARCH, 1],
      ],
    ],
  ])('tell of %s that names a month', async (_, statement, expected) => {
    await ensureCandleMonths(database, BOTH);
    await stored();
    await hand.query(statement);
    expect(await touched()).toEqual(expected);
  });

  it('find their tables made by a copy', async () => {
    const file = await emptyDatabase('sqlite');
    const source = await openDatabase(file.url);
    await trackedCandles(source);
    await stored(source);
    await copyHistory(source, database, () => undefined);
    expect(await tables()).toEqual({ candle_2024_02: 2, candle_2024_03: 2 });
    await source.close();
    await file.remove();
  });

  it('get their tables once where another process is just making them, and are asked for again', async () => {
    const made = { fromMs: Date.UTC(2021, 0, 1), toMs: Date.UTC(2022, 0, 1) };
    await hand.query('BEGIN');
    await hand.query('SELECT make_candle_months($1, $2)', [made.fromMs, made.toMs]);
    const meanwhile = ensureCandleMonths(database, made);
    await sleep(500);
    await hand.query('COMMIT');
    // Whoever waited for the other one can't see yet what that has made.
    expect(await meanwhile).toBe(false);
    expect(await ensureCandleMonths(database, made)).toBe(true);
  });

  it('can be taken away by the month, and say so', async () => {
    await ensureCandleMonths(database, BOTH);
    await stored();
    const { rows } = await hand.query("SELECT detach_candles('2024-03-15')");
    expect(rows).toEqual([{ detach_candles: 'detached_candle_2024_02' }]);
    expect(await tables()).toEqual({ candle_2024_03: 2 });
    expect(await touched()).toEqual([
      [FEBRUARY, 1],
      [FEBRUARY + 28 * DAY_MS, 1],
    ]);
    expect((await hand.query('SELECT 1 FROM detached_candle_2024_02')).rowCount).toBe(2);
  });

  it('wait for a new month rather than make all wait behind somebody’s open transaction', async () => {
    await hand.query('BEGIN; SELECT * FROM candle');
    expect(await ensureCandleMonths(database, BOTH)).toBe(false);
    await stored();
    await hand.query('ROLLBACK');
    expect(await ensureCandleMonths(database, BOTH)).toBe(true);
    expect(await tables()).toEqual({ candle_2024_02: 2, candle_2024_03: 2 });
  });
});
