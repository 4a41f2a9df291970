import {
  DATABASES,
  emptyDatabase,
  POSTGRES_URL,
  type EmptyDatabase,
} from '@fullcarry/testing/each-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Database } from './database.js';
import { openDatabase, openServiceDatabase } from './open-database.js';

const run = promisify(execFile);
const opener = fileURLToPath(
  new URL('../../dist/migrate/migrate-main.fixture.js', import.meta.url),
);

function migrations(database: Database): Promise<string[]> {
  return database.json(
    z.array(z.string()),
    `SELECT ${database.dialect.collect('migration_name', 'migration_name')} FROM _prisma_migrations`,
  );
}

describe('a new SQLite file that another program has locked', () => {
  it('gets its tables once it is let go', async () => {
    const empty = await emptyDatabase('sqlite');
    const other = new Sqlite(empty.url.slice('file:'.length));
    other.exec('BEGIN IMMEDIATE');
    const opening = openDatabase(empty.url);
    // Longer than one try waits.
    await sleep(2_500);
    other.exec('ROLLBACK');
    other.close();
    const database = await opening;
    expect((await migrations(database)).length).toBeGreaterThan(0);
    await database.close();
    await empty.remove();
  });
});

describe.each(DATABASES)('opening a database (%s)', (kind) => {
  let empty: EmptyDatabase;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
  });

  afterEach(async () => {
    await empty.remove();
  });

  it('makes the tables once, also when it is opened again', async () => {
    const first = await openDatabase(empty.url);
    const applied = await migrations(first);
    await first.close();
    const second = await openDatabase(empty.url);
    expect(applied.length).toBeGreaterThan(0);
    expect(await migrations(second)).toEqual(applied);
    await second.close();
  });

  it('lets several processes start on an empty database at once', async () => {
    const processes = Array.from({ length: 5 }, () => run(process.execPath, [opener, empty.url]));
    const outputs = await Promise.all(processes);
    expect(outputs.map(({ stdout }) => stdout)).toEqual(Array(5).fill('opened\n'));
    const database = await openDatabase(empty.url);
    expect(new Set(await migrations(database)).size).toBe((await migrations(database)).length);
    await database.close();
  });

  it('is opened twice at once by one process, which must not wait for itself', async () => {
    const both = await Promise.all([openDatabase(empty.url), openDatabase(empty.url)]);
    for (const one of both) await one.close();
  });

  it('refuses a database that a newer version made, and leaves it as it is', async () => {
    const newer = await openDatabase(empty.url);
    await newer.execute(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
       VALUES ('x', 'y', '29991231000000_from_the_future', CURRENT_TIMESTAMP, 1)`,
    );
    await newer.close();
    await expect(openDatabase(empty.url)).rejects.toThrow(
      /newer version of Fullcarry \(it has 29991231000000_from_the_future\)/,
    );
  });

  it('is waited for by a service when a newer version made it, until it is its own', async () => {
    const database = await openDatabase(empty.url);
    const future = `'29991231_future'`;
    await database.execute(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
       VALUES ('x', 'y', ${future}, CURRENT_TIMESTAMP, 1)`,
    );
    const checks: (() => { up: boolean; detail?: string })[] = [];
    const warned: string[] = [];
    const stopping = new AbortController();
    const service = {
      health: { add: (_: string, check: () => { up: boolean }) => checks.push(check) },
      logger: { warn: (_: object, text: string) => warned.push(text) },
      stopping: stopping.signal,
    };
    const waiting = openServiceDatabase(empty.url, service);
    while (warned.length === 0) await sleep(20);
    expect(checks[0]!()).toMatchObject({
      up: false,
      detail: expect.stringMatching(/newer version/),
    });
    await database.execute(`DELETE FROM _prisma_migrations WHERE migration_name = ${future}`);
    await (await waiting).close();
    expect(checks[0]!()).toEqual({ up: true });
    await database.close();
  }, 20_000);

  it('rolls back what a failed transaction did', async () => {
    const database = await openDatabase(empty.url);
    const insert = `INSERT INTO dataset_certificate (exchange, sha256, issued_at_ms) VALUES ($1, 'a', 1)`;
    await expect(
      database.transaction(async (tx) => {
        await tx.execute(insert, 'bybit');
        await tx.execute(insert, 'bybit');
      }),
    ).rejects.toThrow();
    const count = await database.json(
      z.array(z.string()),
      `SELECT ${database.dialect.collect('exchange', 'exchange')} FROM dataset_certificate`,
    );
    expect(count).toEqual([]);
    await database.close();
  });

  it('does not let a reader see into a transaction', async () => {
    const database = await openDatabase(empty.url);
    const read = () =>
      database.json(
        z.array(z.string()),
        `SELECT ${database.dialect.collect('exchange', 'exchange')} FROM dataset_certificate`,
      );
    await database.transaction(async (tx) => {
      await tx.execute(
        `INSERT INTO dataset_certificate (exchange, sha256, issued_at_ms) VALUES ('bybit', 'a', 1)`,
      );
      expect(await read()).toEqual([]);
    });
    expect(await read()).toEqual(['bybit']);
    await database.close();
  });
});

describe('an SQLite file that another program keeps locked', () => {
  it('is waited for, while everything else goes on', async () => {
    const empty = await emptyDatabase('sqlite');
    const database = await openDatabase(empty.url);
    const other = new Sqlite(empty.url.slice('file:'.length));
    other.exec('BEGIN IMMEDIATE');
    let isStored = false;
    const storing = database
      .execute(`INSERT INTO dataset_certificate VALUES ('bybit', 'a', 1)`)
      .then((rows) => {
        isStored = true;
        return rows;
      });
    for (let others = 0; others < 30; others += 1) await sleep(30);
    expect(isStored).toBe(false);
    other.exec('ROLLBACK');
    other.close();
    expect(await storing).toBe(1);
    await database.close();
    await empty.remove();
  });
});

describe('a database that can’t be used', () => {
  let folder: TempFolder;

  beforeEach(() => {
    folder = tempFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  it('is named with the reason when its folder can’t be made', async () => {
    writeFileSync(join(folder.path, 'a-file'), '');
    const url = `file:${join(folder.path, 'a-file', 'fullcarry.db')}`;
    await expect(openDatabase(url)).rejects.toThrow(/can’t be opened.*a-file/);
  });

  it('is named with the reason below a folder in which nothing can be made', async () => {
    await expect(openDatabase('file:/proc/nowhere/deep/fullcarry.db')).rejects.toThrow(
      /can’t be opened/,
    );
  });

  it('is named with the reason when the path is a folder', async () => {
    mkdirSync(join(folder.path, 'fullcarry.db'));
    const url = `file:${join(folder.path, 'fullcarry.db')}`;
    await expect(openDatabase(url)).rejects.toThrow(/can’t be opened/);
  });

  it('is left as it is when it is no database', async () => {
    const path = join(folder.path, 'letter.txt');
    writeFileSync(path, 'Dear reader, this is not a database at all, but a letter.'.repeat(40));
    await expect(openDatabase(`file:${path}`)).rejects.toThrow(/not an SQLite database/);
  });

  it('says so when the PostgreSQL server does not answer', async () => {
    await expect(openDatabase('postgresql://postgres@127.0.0.1:1/x')).rejects.toThrow(
      /PostgreSQL server can’t be reached/,
    );
  });

  it('is left as it is when it holds tables of something else', async () => {
    const path = join(folder.path, 'other.db');
    const other = new Sqlite(path);
    other.exec('CREATE TABLE candle (wax TEXT)');
    other.close();
    for (const _ of ['first', 'second'] as const) {
      await expect(openDatabase(`file:${path}`)).rejects.toThrow(/not Fullcarry’s/);
    }
  });

  it('is named with the reason when PostgreSQL has no such database', async () => {
    const url = new URL(process.env[POSTGRES_URL] ?? '');
    url.pathname = '/nowhere';
    await expect(openDatabase(url.href)).rejects.toThrow(/no such database.*nowhere/);
  });

  it('is refused when its address is of another kind', async () => {
    for (const url of ['mysql://someone:secret@127.0.0.1/x', './fullcarry.db', 'file:', '']) {
      await expect(openDatabase(url)).rejects.toThrow(/must be file:<path> or postgresql:/);
    }
  });

  it('never prints a password', async () => {
    const url = new URL(process.env[POSTGRES_URL] ?? '');
    url.password = 'secret';
    url.port = '1';
    await expect(openDatabase(url.href)).rejects.toThrow(expect.not.stringContaining('secret'));
  });
});
