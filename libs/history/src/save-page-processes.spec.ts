import { HOUR_MS, totalMs } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CompletenessStore } from './completeness-store.js';
import type { Database } from './database.js';
import { MarketStore } from './market-store.js';
import { openDatabase } from './open-database.js';
import { savePage } from './save-page.js';

const run = promisify(execFile);
const writer = fileURLToPath(new URL('../dist/write-pages-main.fixture.js', import.meta.url));

describe.each(DATABASES)('processes that write to one database (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let seriesId: number;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    const markets = new MarketStore(database);
    await markets.saveUniverse(
      [
        {
          exchange: 'bybit',
          symbol: 'BTC/USDT:USDT',
          nativeId: 'BTCUSDT',
          listedAtMs: undefined,
          rank: 1,
          turnoverUsdt24h: '12.5',
        },
      ],
      { exchange: 'bybit', source: 'live', timeframe: '1h', evaluatedAtMs: 7 },
    );
    const series = await markets.trackedSeries('bybit', '1h');
    seriesId = series.find((one) => one.key.kind === 'candles')!.id;
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
      const args = [writer, empty.url, String(seriesId), '0', '1'];
      const victim = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      // Listened for from the beginning: it may be done before it is killed.
      const ended = once(victim, 'exit');
      await once(victim.stdout, 'data');
      await sleep(afterMs);
      victim.kill('SIGKILL');
      await ended;

      // The server of PostgreSQL may still be at the statement that its killed client sent: the next page waits.
      await savePage(database, {
        seriesId,
        content: { kind: 'candles', rows: [] },
        coverage: [],
        gapsWithin: { fromMs: 0, toMs: 0 },
        gaps: [],
        observedAtMs: 2,
        foundBy: 'fill',
      });
      const { rows, coveredHours } = await stored();
      expect(rows).toBe(coveredHours);
    }
  });
});
