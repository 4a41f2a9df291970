import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Database, Parameter } from '../database.js';
import { openDatabase } from '../open-database.js';

const THINGS = {
  table: 'thing',
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'at_ms', type: 'BIGINT' },
    { name: 'price', type: 'DOUBLE PRECISION' },
    { name: 'word', type: 'TEXT' },
  ],
};
const COLUMNS = THINGS.columns.map(({ name }) => name);

describe('rows in PostgreSQL', () => {
  let empty: EmptyDatabase;
  let database: Database;

  beforeEach(async () => {
    empty = await emptyDatabase('postgresql');
    database = await openDatabase(empty.url);
    await database.execute(
      'CREATE TABLE thing (id INTEGER NOT NULL, at_ms BIGINT, price DOUBLE PRECISION, word TEXT, PRIMARY KEY (id))',
    );
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  const all = () => database.rows({ columns: COLUMNS, from: 'thing', orderBy: 'id' });
  const insert = (rows: readonly (readonly Parameter[])[]) => database.insertNew(THINGS, rows);

  it('come back as they went in, to the last digit and letter', async () => {
    const values = fc.tuple(
      fc.option(fc.maxSafeInteger()),
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.option(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(values, { maxLength: 30 }), async (some) => {
        await database.execute('DELETE FROM thing');
        const rows = some.map((value, i) => [i - 9, ...value]);
        expect(await insert(rows)).toBe(rows.length);
        // There is one zero.
        const plain = rows.map((row) => row.map((value) => (value === 0 ? 0 : value)));
        expect(await all()).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a number that is none', [1, 2, Number.NaN, 'a']],
    ['an endless number', [1, 2, Infinity, 'a']],
    ['a fraction of a millisecond', [1, 2.5, 3, 'a']],
    ['a text for a number', [1, 2, '3', 'a']],
    ['a number for a text', [1, 2, 3, 4]],
  ])('are refused, all of them, for %s', async (_, broken) => {
    await expect(insert([[0, 0, 0, 'a'], broken])).rejects.toThrow(/can’t hold/);
    expect(await all()).toEqual([]);
  });

  it('that are there stay, and the others are inserted', async () => {
    await insert([[1, 1, 1, 'first']]);
    const again = [
      [1, 2, 2, 'second'],
      [2, 2, 2, 'new'],
    ];
    expect(await insert(again)).toBe(1);
    expect(await all()).toEqual([
      [1, 1, 1, 'first'],
      [2, 2, 2, 'new'],
    ]);
    // The rest of the transaction is done again, too, and once.
    const inserted = await database.transaction(async (tx) => {
      await tx.execute(`UPDATE thing SET at_ms = at_ms + 10 WHERE id = 1`);
      return tx.insertNew(THINGS, again);
    });
    expect(inserted).toBe(0);
    expect((await all())[0]).toEqual([1, 11, 1, 'first']);
  });

  it('are found by a text as it is, and not by what it could mean', async () => {
    const text = `it's "$1" \\ ; --`;
    await insert([[1, 1, -1.5, text]]);
    const found = (given: Parameter) =>
      database.rows({ columns: ['id'], from: 'thing WHERE word = $1', orderBy: 'id' }, given);
    expect(await found(text)).toEqual([[1]]);
    expect(await found(`' OR '1' = '1`)).toEqual([]);
    const below = { columns: ['id'], from: 'thing WHERE price < $1', orderBy: 'id' };
    expect(await database.rows(below, -1)).toEqual([[1]]);
  });

  it('are written again by the one of two that waited for each other', async () => {
    await insert([
      [1, 0, 0, 'a'],
      [2, 0, 0, 'b'],
    ]);
    const add = (first: number, then: number) =>
      database.transaction(async (tx) => {
        await tx.execute('UPDATE thing SET at_ms = at_ms + 1 WHERE id = $1', first);
        await sleep(200);
        await tx.execute('UPDATE thing SET at_ms = at_ms + 1 WHERE id = $1', then);
      });
    await Promise.all([add(1, 2), add(2, 1)]);
    expect((await all()).map(([, atMs]) => atMs)).toEqual([2, 2]);
  });

  it('are there for the next one after the server has ended all connections', async () => {
    const hand = new Client({ connectionString: empty.url });
    await hand.connect();
    await insert([[1, 0, 0, 'a']]);
    const end = () =>
      hand.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    await end();
    await sleep(100);
    expect(await all()).toHaveLength(1);
    const broken = database.transaction(async (tx) => {
      await tx.execute('DELETE FROM thing');
      await end();
      await tx.execute('DELETE FROM thing');
    });
    await expect(broken).rejects.toThrow(/can’t be reached/);
    expect(await all()).toHaveLength(1);
    await hand.end();
  });
});
