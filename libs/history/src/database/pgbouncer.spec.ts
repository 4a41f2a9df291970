import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import {
  hasPgBouncer,
  startPgBouncer,
  type RunningPgBouncer,
} from '@fullcarry/testing/start-pgbouncer';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { z } from 'zod';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';

const SEEN = { table: 'seen', columns: [{ name: 'name', type: 'TEXT' }] } as const;

(hasPgBouncer ? describe : describe.skip)('PostgreSQL behind PgBouncer, by transactions', () => {
  let empty: EmptyDatabase;
  let bouncer: RunningPgBouncer;
  let direct: Client;

  beforeEach(async () => {
    empty = await emptyDatabase('postgresql');
    bouncer = await startPgBouncer(empty.url, 2);
    direct = new Client({ connectionString: empty.url });
    await direct.connect();
  });
  afterEach(async () => {
    await direct.end();
    await bouncer.close();
    await empty.remove();
  });

  const countOf = (database: Pick<Database, 'json'>) =>
    database.json(z.array(z.int()), 'SELECT json_build_array(count(*)) FROM seen');

  it('is migrated by several at once, read and written, and no session keeps a lock or a setting', async () => {
    const all = await Promise.all([1, 2, 3].map(() => openDatabase(bouncer.url)));
    const [one, other] = [all[0]!, all[1]!];
    await one.execute('CREATE TABLE seen (name TEXT PRIMARY KEY)');
    await Promise.all(
      ['A', 'B', 'C', 'D', 'E', 'F'].map((name, i) =>
        all[i % 2]!.transaction((tx) => tx.insertNew(SEEN, [[name]])),
      ),
    );
    // Rows that are there undo the transaction, which is done again in another way.
    expect(await one.insertNew(SEEN, [['A'], ['G']])).toBe(1);
    expect(await countOf(other)).toEqual([7]);
    await one.snapshot(async (reading) => {
      await other.insertNew(SEEN, [['H']]);
      const select = { columns: ['name'], from: 'seen', orderBy: 'name' };
      expect(await reading.rows(select)).toHaveLength(7);
      expect(await countOf(reading)).toEqual([7]);
    });
    // Other databases of this server are migrated beside it.
    const { rows } = await direct.query(
      `SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
         WHERE locktype = 'advisory' AND datname = current_database()`,
    );
    expect(rows).toEqual([]);
    const plain = new Client({ connectionString: bouncer.url });
    await plain.connect();
    const settings = await plain.query(
      "SELECT setting FROM pg_settings WHERE name IN ('lock_timeout', 'idle_in_transaction_session_timeout')",
    );
    expect(settings.rows).toEqual([{ setting: '0' }, { setting: '0' }]);
    await plain.end();
    await Promise.all(all.map((database) => database.close()));
  });

  it('limits in each transaction how long it may pause and wait, which a session could not keep', async () => {
    const database = await openDatabase(bouncer.url);
    const limits = await database.transaction(async (tx) => {
      return tx.json(
        z.array(z.string()),
        "SELECT json_build_array(current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout'))",
      );
    });
    expect(limits).toEqual(['10s', '1min']);
    await database.close();
  });
});
