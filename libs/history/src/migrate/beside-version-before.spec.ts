import { emptyDatabase } from '@fullcarry/testing/each-database';
import { describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { openDatabase } from '../database/open-database.js';
import { makeDatabaseBefore } from './database-before.fixture.js';

const MARKET = (symbol: string) =>
  `INSERT INTO market (exchange, symbol, native_id, source, tracked, evaluated_at_ms)
    VALUES ('bybit', '${symbol}', '${symbol}', 'live', true, 7)`;
const COUNT = 'SELECT count(*) AS n FROM market';

describe('a database that a process of the version before has open', () => {
  it('is migrated under it, and read and written by it as before (sqlite)', async () => {
    const { url, remove } = await emptyDatabase('sqlite');
    await makeDatabaseBefore('handled_days', url, 'PRAGMA journal_mode = WAL');
    const before = new Sqlite(url.slice('file:'.length));
    const count = before.prepare(COUNT).pluck();
    expect(count.get()).toBe(0);

    const database = await openDatabase(url);
    before.exec(MARKET('A'));
    await database.execute(MARKET('B'));
    expect(count.get()).toBe(2);
    before.close();
    await database.close();
    await remove();
  });

  it('is migrated under it, and read and written by it as before (postgresql)', async () => {
    const { url, remove } = await emptyDatabase('postgresql');
    await makeDatabaseBefore('handled_days', url, MARKET('first'));
    const before = new Client({ connectionString: url });
    await before.connect();
    await before.query(COUNT);

    const database = await openDatabase(url);
    await before.query(MARKET('A'));
    await database.execute(MARKET('B'));
    expect((await before.query(COUNT)).rows).toEqual([{ n: '3' }]);
    // No lock of a session is left, which PgBouncer would hand to somebody else.
    const { rows } = await before.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'");
    expect(rows).toEqual([]);
    await before.end();
    await database.close();
    await remove();
  });
});
