import { HOUR_MS, totalMs } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from '../database/open-database.js';
import { savePage } from './save-page.js';
import { trackedCandles } from '../markets/tracked-candles.fixture.js';

const run = promisify(execFile);
const writer = fileURLToPath(
  new URL('../../dist/rows/write-pages-main.fixture.js', import.meta.url),
);

const holder = fileURLToPath(
  new URL('../../dist/rows/hold-series-main.fixture.js', import.meta.url),
);

const NOTHING = {
  content: { kind: 'candles', rows: [] },
  coverage: [],
  gapsWithin: { fromMs: 0, toMs: 0 },
  gaps: [],
  readAtMs: 2,
  foundBy: 'fill',
} as const;

describe.each(DATABASES)('processes that write to one database (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let seriesId: number;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    seriesId = await trackedCandles(database);
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  async function stored(): Promise<{ rows: number; coveredHours: number; windows: number }> {
    const store = new CompletenessStore(database);
    const coverage = (await store.coverage([seriesId])).get(seriesId)!;
    return {
      rows: (await store.rows([seriesId])).get(seriesId)!,
      coveredHours: totalMs(coverage) / HOUR_MS,
      windows: coverage.length,
    };
  }

  it('wait for each other, and lose nothing', async () => {
    const args = (first: number) => [writer, empty.url, String(seriesId), String(first), '3'];
    await Promise.all([0, 1, 2].map((first) => run(process.execPath, args(first))));
    expect(await stored()).toEqual({ rows: 60_000, coveredHours: 60_000, windows: 1 });
  });

  it('leave exactly the rows that are covered when they are killed', async () => {
    for (const afterMs of [5, 25, 60, 110]) {
      await database.execute('DELETE FROM candle');
      await database.execute('DELETE FROM coverage');
      await database.execute('UPDATE series SET rows = 0');
      const args = [writer, empty.url, String(seriesId), '0', '1'];
      const victim = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      // Listened for from the beginning: it may be done before it is killed.
      const ended = once(victim, 'exit');
      await once(victim.stdout, 'data');
      await sleep(afterMs);
      victim.kill('SIGKILL');
      await ended;

      // The server of PostgreSQL may still be at the statement that its killed client sent: the next page waits.
      await savePage(database, { ...NOTHING, seriesId });
      const { rows, coveredHours } = await stored();
      expect(rows).toBe(coveredHours);
    }
  });
});

describe('a process that is frozen in the middle of a transaction (postgresql)', () => {
  it('holds the others up for a while only, and does its work again when it wakes', async () => {
    const empty = await emptyDatabase('postgresql');
    const database = await openDatabase(empty.url);
    const seriesId = await trackedCandles(database);
    const args = [holder, empty.url, String(seriesId)];
    const frozen = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const ended = once(frozen, 'exit');
      await once(frozen.stdout, 'data');
      frozen.kill('SIGSTOP');
      const coverage = [{ fromMs: 0, toMs: HOUR_MS }];
      await savePage(database, { ...NOTHING, seriesId, coverage });
      const found = async () => (await new MarketStore(database).allSeries()).at(0);
      expect(await found()).toMatchObject({ lastSyncAtMs: NOTHING.readAtMs });
      frozen.kill('SIGCONT');
      expect(await ended).toEqual([0, null]);
      expect(await found()).toMatchObject({ lastSyncAtMs: 55, scrubCursorMs: 66 });
    } finally {
      frozen.kill('SIGKILL');
      await database.close();
      await empty.remove();
    }
  });
});
