import { HOUR_MS } from '@fullcarry/domain/time-window';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';
import type { Page } from '../rows/page.js';
import { savePage } from '../rows/save-page.js';
import { trackedCandles } from '../markets/tracked-candles.fixture.js';

describe('a disk that is full', () => {
  let empty: EmptyDatabase;
  let database: Database;
  let seriesId: number;

  beforeEach(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    seriesId = await trackedCandles(database);
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  function page(number: number): Page {
    const fromHour = number * 1_000;
    return {
      seriesId,
      content: {
        kind: 'candles',
        rows: Array.from({ length: 1_000 }, (_, i) => ({
          openAtMs: (fromHour + i) * HOUR_MS,
          open: 100,
          high: 110,
          low: 90,
          close: 101.5,
          volume: i,
        })),
      },
      coverage: [{ fromMs: fromHour * HOUR_MS, toMs: (fromHour + 1_000) * HOUR_MS }],
      gapsWithin: { fromMs: 0, toMs: 0 },
      gaps: [],
      readAtMs: 1,
      foundBy: 'fill',
    };
  }

  it('is named, keeps the pages before, and takes new ones once there is room again', async () => {
    // SQLite's own limit makes the real SQLITE_FULL: room for 60 more pages of 4 kB, less than a third of all rows.
    const [empty] = await database.json(
      z.tuple([z.int()]),
      'SELECT json_array(page_count) FROM pragma_page_count()',
    );
    await database.execute(`PRAGMA max_page_count = ${empty + 60}`);
    const saveAll = async () => {
      for (let number = 0; number < 10; number += 1) await savePage(database, page(number));
    };
    await expect(saveAll()).rejects.toThrow(/disk is full; what was committed is kept/);

    const store = new CompletenessStore(database);
    const rows = (await store.rows([seriesId])).get(seriesId)!;
    expect(rows).toBeGreaterThan(0);
    const coverage = (await store.coverage([seriesId])).get(seriesId)!;
    expect(coverage).toEqual([{ fromMs: 0, toMs: rows * HOUR_MS }]);

    await database.execute('PRAGMA max_page_count = 100000');
    await saveAll();
    expect((await store.rows([seriesId])).get(seriesId)).toBe(10_000);
  });
});
