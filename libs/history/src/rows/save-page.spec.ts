import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import type { Candle } from '@fullcarry/domain/candle';
import type { Settlement } from '@fullcarry/domain/settlement';
import { HOUR_MS, mergeWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { openDatabase } from '../database/open-database.js';
import type { Page } from './page.js';
import { saveGaps } from './save-gap.js';
import { savePage } from './save-page.js';
import { storedCandles, storedSettlements } from './series-rows.js';

/** A stretch that was asked for once, and of which it was not known what is in it. */
const observed = {
  ...{ status: 'missing' as const, rowsExpected: 1, observations: 1, evidence: 'it was due' },
  ...{ firstObservedAtMs: 0, lastObservedAtMs: 0, nextTryAtMs: 0 },
};

const ALL: TimeWindow = { fromMs: 0, toMs: 10_000 * HOUR_MS };

function candle(hour: number, close = 101.5): Candle {
  return { openAtMs: hour * HOUR_MS, open: 100, high: 110, low: 90, close, volume: 12.25 };
}

function settlement(hour: number, rate = '0.0001', jitterMs = 0): Settlement {
  const settledAtMs = hour * HOUR_MS;
  return { settledAtMs, stampedAtMs: settledAtMs + jitterMs, rate };
}

function hours(from: number, to: number): TimeWindow {
  return { fromMs: from * HOUR_MS, toMs: to * HOUR_MS };
}

describe.each(DATABASES)('storing a page (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let candles: number;
  let funding: number;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    const markets = new MarketStore(database);
    const market = {
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      nativeId: 'BTCUSDT',
      listedAtMs: 5,
    };
    await markets.saveUniverse([{ ...market, rank: 1, turnoverUsdt24h: '12.5' }], {
      exchange: 'bybit',
      source: 'live',
      timeframe: '1h',
      kinds: REQUIRED_KINDS,
      evaluatedAtMs: 7,
    });
    const series = await markets.trackedSeries('bybit', '1h');
    candles = series.find((one) => one.key.kind === 'candles')?.id ?? 0;
    funding = series.find((one) => one.key.kind === 'funding')?.id ?? 0;
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  function candlePage(rows: Candle[], coverage: TimeWindow[], more: Partial<Page> = {}): Page {
    return {
      seriesId: candles,
      content: { kind: 'candles', rows },
      coverage,
      gapsWithin: hours(0, 0),
      gaps: [],
      readAtMs: 1,
      foundBy: 'fill',
      ...more,
    };
  }

  function fundingPage(rows: Settlement[], coverage: TimeWindow[]): Page {
    return { ...candlePage([], coverage), seriesId: funding, content: { kind: 'funding', rows } };
  }

  it('keeps every digit of a double, and a rate as its text', async () => {
    const exact = [candle(1, 0.1 + 0.2), candle(2, 123456.789012345), candle(3, 0.0123741)];
    await savePage(database, candlePage(exact, [hours(1, 4)]));
    expect(await storedCandles(database, candles, ALL)).toEqual(exact);

    const rates = [settlement(8, '-0.00011356'), settlement(16, '0', 17)];
    await savePage(database, fundingPage(rates, []));
    expect(await storedSettlements(database, funding, ALL)).toEqual(
      rates.map((row) => ({ ...row, intervalMinutes: undefined })),
    );
  });

  it('inserts once, whatever comes again', async () => {
    const page = candlePage([candle(1), candle(2)], [hours(1, 3)]);
    expect(await savePage(database, page)).toEqual({ inserted: 2, revised: 0 });
    expect(await savePage(database, page)).toEqual({ inserted: 0, revised: 0 });
    const more = candlePage([candle(2), candle(3)], [hours(2, 4)]);
    expect(await savePage(database, more)).toEqual({ inserted: 1, revised: 0 });
  });

  it('records what a row was before it came back different', async () => {
    await savePage(database, candlePage([candle(1, 100), candle(2)], [hours(1, 3)]));
    const again = candlePage([candle(1, 105), candle(2)], [], {
      foundBy: 'scrub',
      readAtMs: 9,
    });
    expect(await savePage(database, again)).toEqual({ inserted: 0, revised: 1 });

    expect((await storedCandles(database, candles, ALL))[0]?.close).toBe(105);
    const { dialect } = database;
    const columns = ['row_at_ms', 'old_row', 'new_row', 'observed_at_ms', 'found_by'];
    const [revision] = await database.json(
      z.array(z.tuple([z.int(), z.string(), z.string(), z.int(), z.string()])),
      `SELECT ${dialect.collect(dialect.array(columns), 'id')} FROM revision`,
    );
    expect(revision?.[0]).toBe(HOUR_MS);
    expect(JSON.parse(revision?.[1] ?? '')).toEqual([HOUR_MS, 100, 110, 90, 100, 12.25]);
    expect(JSON.parse(revision?.[2] ?? '')).toEqual([HOUR_MS, 100, 110, 90, 105, 12.25]);
    expect(revision?.slice(3)).toEqual([9, 'scrub']);
  });

  it('does not take another jitter of the stamp for another settlement', async () => {
    await savePage(database, fundingPage([settlement(8, '0.0001', 3)], []));
    const saved = await savePage(database, fundingPage([settlement(8, '0.0001', 11)], []));
    expect(saved).toEqual({ inserted: 0, revised: 0 });
    expect((await storedSettlements(database, funding, ALL))[0]?.stampedAtMs).toBe(8 * HOUR_MS + 3);
  });

  it('knows an interval only where nothing can lie in between', async () => {
    const intervals = async () =>
      (await storedSettlements(database, funding, ALL)).map((row) => row.intervalMinutes);
    await savePage(database, fundingPage([settlement(0), settlement(8)], [hours(0, 9)]));
    await savePage(database, fundingPage([settlement(32), settlement(33)], [hours(30, 34)]));
    expect(await intervals()).toEqual([undefined, 480, undefined, 60]);

    await savePage(database, fundingPage([settlement(16), settlement(24)], [hours(9, 30)]));
    expect(await intervals()).toEqual([undefined, 480, 480, 480, 480, 60]);
  });

  it('knows it too once a proof closes the stretch in between, and no more once one takes it back', async () => {
    const intervals = async () =>
      (await storedSettlements(database, funding, ALL)).map((row) => row.intervalMinutes);
    await savePage(database, fundingPage([settlement(0), settlement(8)], [hours(0, 9)]));
    await savePage(database, fundingPage([settlement(16), settlement(24)], [hours(17, 25)]));
    expect(await intervals()).toEqual([undefined, 480, undefined, undefined]);

    const store = new CompletenessStore(database);
    const was = { ...observed, ...hours(9, 17) };
    await store.settle(funding, { takenBack: [], outdated: [{ was, left: [] }] });
    expect(await intervals()).toEqual([undefined, 480, 480, 480]);

    await store.settle(funding, { takenBack: [hours(9, 20)], outdated: [] });
    expect(await intervals()).toEqual([undefined, 480, 480, undefined]);
  });

  it('covers what was covered by any page, as disjoint windows', async () => {
    const windows = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 })),
      { minLength: 1, maxLength: 6 },
    );
    const store = new CompletenessStore(database);
    await fc.assert(
      fc.asyncProperty(windows, async (some) => {
        await database.execute('DELETE FROM coverage');
        const all = some.map(([from, length]) => hours(from, from + length));
        for (const window of all) await savePage(database, candlePage([], [window]));
        expect((await store.coverage([candles])).get(candles)).toEqual(mergeWindows(all));
      }),
      { numRuns: 20 },
    );
  });

  it('replaces the gaps that a page observed, and leaves the others', async () => {
    const gap = (from: number, to: number, observations: number) => ({
      ...hours(from, to),
      status: 'missing' as const,
      rowsExpected: to - from,
      observations,
      firstObservedAtMs: 1,
      lastObservedAtMs: 2,
      nextTryAtMs: 3,
      evidence: 'seen',
    });
    const store = new CompletenessStore(database);
    const first = [gap(2, 3, 1), gap(5, 6, 1)];
    await savePage(database, candlePage([], [], { gapsWithin: hours(0, 10), gaps: first }));
    const next = [gap(2, 3, 2)];
    await savePage(database, candlePage([], [], { gapsWithin: hours(0, 4), gaps: next }));
    expect((await store.gaps([candles])).get(candles)).toEqual([gap(2, 3, 2), gap(5, 6, 1)]);
  });

  it('keeps what is known to be absent of settlements, and nothing else of them changes', async () => {
    await savePage(database, fundingPage([settlement(0)], [hours(0, 8)]));
    const absent = {
      ...hours(8, 9),
      ...{ status: 'missing' as const, rowsExpected: 1, observations: 0, evidence: 'refused' },
      ...{ firstObservedAtMs: 1, lastObservedAtMs: 2, nextTryAtMs: 3 },
    };
    const found = async () => {
      const all = await new MarketStore(database).trackedSeries('bybit', '1h');
      return all.find(({ id }) => id === funding);
    };
    const before = await found();
    await saveGaps(database, { seriesId: funding, gapsWithin: absent, gaps: [absent] });
    const store = new CompletenessStore(database);
    expect((await store.gaps([funding])).get(funding)).toEqual([absent]);
    expect((await store.coverage([funding])).get(funding)).toEqual([hours(0, 8)]);
    expect(await found()).toEqual({ ...before, version: (before?.version ?? 0) + 1 });
  });

  it('stores nothing of a page that fails half-way', async () => {
    const broken = { ...candle(2), close: Number.NaN };
    const page = candlePage([candle(1), broken], [hours(1, 3)]);
    await expect(savePage(database, page)).rejects.toThrow();
    expect(await storedCandles(database, candles, ALL)).toEqual([]);
    expect((await new CompletenessStore(database).coverage([candles])).get(candles)).toEqual([]);
  });
});
