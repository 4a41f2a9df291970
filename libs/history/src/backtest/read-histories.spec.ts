import {
  random,
  START_MS,
  hour,
  drawnMarket,
} from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { lotsAt } from '@fullcarry/domain/backtest/history/lots-since';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { DAY_MS, HOUR_MS, overlap } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { MarketStore } from '../markets/market-store.js';
import { proveStored } from '../proof/prove-stored.js';
import { savePage } from '../rows/save-page.js';
import { saveReading } from '../instruments/save-reading.js';
import { fillDrawnMarkets } from './drawn-markets.fixture.js';
import { readHistories, type AskedRows } from './read-histories.js';
import { UnprovenWindowError, type Refusal } from './unproven-window-error.js';

const DAYS = 20;
const window = { fromMs: START_MS, toMs: START_MS + DAYS * DAY_MS };
const markets = ['A', 'B'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));
const ASKED: AskedRows = {
  ...{ exchange: 'bybit', symbols: ['A/USDT:USDT', 'B/USDT:USDT'], timeframe: '1h', window },
  assume: ['flat-basis', 'fine-lots'],
};

/** An hour in which the exchange has nothing, as two observations agreed. */
const EMPTY: Gap = {
  ...{ fromMs: hour(30), toMs: hour(31), status: 'confirmed-empty', rowsExpected: 1 },
  ...{ observations: 2, firstObservedAtMs: hour(40), lastObservedAtMs: hour(50) },
  ...{ nextTryAtMs: hour(999), evidence: 'seen empty twice' },
};

async function refusalsOf(reading: Promise<unknown>): Promise<readonly Refusal[]> {
  try {
    await reading;
    return [];
  } catch (error) {
    if (error instanceof UnprovenWindowError) return error.refusals;
    throw error;
  }
}

describe.each(DATABASES)('a window that is read for a backtest (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
  });
  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  const fill = (gaps: readonly Gap[] = []) =>
    fillDrawnMarkets(database, {
      window,
      markets,
      gaps: (symbol, of) => (symbol === 'A/USDT:USDT' && of === 'candles' ? gaps : []),
    });

  it('is every row of it by columns, with the certificates that it stands on', async () => {
    await fill();
    const { markets: read, dataset, assumed } = await readHistories(database, ASKED);
    expect(read.map(({ symbol }) => symbol)).toEqual(ASKED.symbols);
    expect(read[0]?.trades).toEqual(markets[0]?.trades);
    expect(read[1]?.funding).toEqual(markets[1]?.funding);
    expect(read[0]?.marks?.close).toEqual(markets[0]?.trades.close);
    expect(dataset.series).toHaveLength(6);
    expect(dataset.series.map(({ rows }) => rows)).toEqual([480, 60, 480, 480, 60, 480]);
    expect(assumed.map(({ name }) => name)).toEqual([
      'fine-lots',
      'flat-basis',
      'settled-rate-stands-in',
    ]);
  });

  it('has the prices of the spot market where its history is stored, and assumes nothing of them', async () => {
    const spots = markets.map(({ trades }) => ({
      openAtMs: trades.openAtMs,
      open: trades.open.map((price) => price * 0.99),
      close: trades.close.map((price) => price * 0.99),
    }));
    const both = markets.map((one, i) => ({ ...one, spots: spots[i] }));
    await fillDrawnMarkets(database, { window, markets: both, hasSpots: true });
    const asked: AskedRows = { ...ASKED, assume: ['fine-lots'] };
    const { markets: read, dataset } = await readHistories(database, asked);
    expect(read.map((one) => one.spots)).toEqual(spots);
    expect(dataset.series.filter(({ series }) => series.includes('spot-candles'))).toHaveLength(2);
    const flat = await readHistories(database, ASKED);
    expect(flat.markets.map((one) => one.spots)).toEqual([undefined, undefined]);
  });

  it('has a market that was listed after its end without a row, and is not refused for it', async () => {
    await fill();
    const before = { fromMs: START_MS - 5 * DAY_MS, toMs: START_MS - DAY_MS };
    const { markets: read, dataset } = await readHistories(database, { ...ASKED, window: before });
    expect(read.map(({ trades, funding }) => [trades.openAtMs, funding.settledAtMs])).toEqual([
      [new Float64Array(), new Float64Array()],
      [new Float64Array(), new Float64Array()],
    ]);
    expect(dataset.series.map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is refused where no history of the spot market is stored', async () => {
    await fill();
    await expect(readHistories(database, { ...ASKED, assume: ['fine-lots'] })).rejects.toThrow(
      'No spot history is stored of A/USDT:USDT and 1 more',
    );
  });

  it('has the quantities that its perpetuals took on each day, as the list of that day published them', async () => {
    await fill();
    const asked: AskedRows = { ...ASKED, assume: ['flat-basis', 'fine-spot-lots'] };
    const lot = { quantityStep: '0.1', minQuantity: '0.1', minNotionalUsdt: '10' };
    const read = (day: number, rules: object) =>
      saveReading(database, {
        ...{ exchange: 'bybit', observedAtMs: START_MS + day * DAY_MS + 40_000 },
        ...{ tickers: [], unread: new Set() },
        markets: markets.map(({ symbol, nativeId }) => ({
          ...{ exchange: 'bybit', symbol, nativeId, listedAtMs: START_MS },
        })),
        rules: new Map(
          markets.map(({ symbol }) => [
            symbol,
            { ...lot, ...rules, priceStep: '0.1', contractSize: '1' },
          ]),
        ),
      });
    await expect(readHistories(database, asked)).rejects.toThrow(
      'Which quantities A/USDT:USDT took is not stored: --assume fine-lots',
    );
    await read(0, {});
    await read(9, { quantityStep: '1', minQuantity: '1' });
    await read(DAYS + 1, { quantityStep: '5' });
    const { markets: found, dataset } = await readHistories(database, asked);
    const steps = found[0]?.lots.map(({ sinceMs, rules }) => [
      (sinceMs - START_MS - 40_000) / DAY_MS,
      rules?.short.quantityStep,
    ]);
    expect(steps).toEqual([
      [0, '0.1'],
      [9, '1'],
    ]);
    expect(lotsAt(found[0]?.lots ?? [], hour(24 * 9))?.short).toEqual(lot);
    expect(dataset.series.map(({ series }) => series)).toContain('bybit:A/USDT:USDT:lots');
    await database.execute(
      "UPDATE instrument_snapshot SET quantity_step = '2' WHERE day_ms = $1",
      START_MS,
    );
    expect((await readHistories(database, asked)).dataset.sha256).not.toBe(dataset.sha256);
  });

  it('is refused for each row that somebody deletes, with its place', async () => {
    await fill();
    const next = random(5);
    const gone = new Set<string>();
    while (gone.size < 25) {
      const isFunding = next() < 0.3;
      const symbol = next() < 0.5 ? 'A/USDT:USDT' : 'B/USDT:USDT';
      const atMs = isFunding ? hour(8 * Math.floor(next() * 60)) : hour(Math.floor(next() * 480));
      const name = `${symbol} ${isFunding} ${atMs}`;
      if (gone.has(name)) continue;
      gone.add(name);
      const store = new MarketStore(database);
      const series = await store.find(
        isFunding
          ? { exchange: 'bybit', symbol, kind: 'funding' }
          : { exchange: 'bybit', symbol, kind: 'candles', timeframe: '1h' },
      );
      const [table, key] = isFunding ? ['funding_rate', 'settled_at_ms'] : ['candle', 'open_at_ms'];
      const deleted = await database.execute(
        `DELETE FROM ${table} WHERE series_id = $1 AND ${key} = $2`,
        series!.id,
        atMs,
      );
      expect(deleted).toBe(1);
      const refusals = await refusalsOf(readHistories(database, ASKED));
      const place = { fromMs: atMs, toMs: atMs + 1 };
      const named = refusals.filter(
        (refusal) =>
          refusal.series.includes(symbol) && refusal.windows.some((where) => overlap(where, place)),
      );
      expect(named.length).toBeGreaterThan(0);
    }
  });

  it('is refused where a price was changed by hand, and proven again once it is as it was', async () => {
    await fill();
    const change = (by: number) =>
      database.execute('UPDATE candle SET close = close + $1 WHERE open_at_ms = $2', by, hour(100));
    await change(0.5);
    const refusals = await refusalsOf(readHistories(database, ASKED));
    expect(refusals.map(({ reason }) => reason)).toContain('changed');
    expect(refusals[0]?.windows).toEqual([{ fromMs: hour(96), toMs: hour(120) }]);
    await change(-0.5);
    expect(await refusalsOf(readHistories(database, ASKED))).toEqual([]);
  });

  it('has no candle in an hour that is proven to be empty, and says so', async () => {
    const [first] = markets;
    if (!first) throw new Error('There is no market');
    const kept = (values: Float64Array) => values.filter((_, i) => i !== 30);
    const { openAtMs, open, high, low, close, volume } = first.trades;
    const trades = {
      ...{ openAtMs: kept(openAtMs), open: kept(open), high: kept(high), low: kept(low) },
      ...{ close: kept(close), volume: kept(volume) },
    };
    await fillDrawnMarkets(database, {
      window,
      markets: [{ ...first, trades }],
      gaps: (_, of) => (of === 'funding' ? [] : [EMPTY]),
    });
    const asked = { ...ASKED, symbols: ['A/USDT:USDT'] };
    const { markets: read, dataset } = await readHistories(database, asked);
    expect(read[0]?.trades.openAtMs).toHaveLength(479);
    expect(dataset.series[0]).toMatchObject({ confirmedEmpty: 1, rows: 479 });
  });

  it('is refused where it is not stored, was never proven, or lies outside of what is', async () => {
    await fill();
    const unknown = { ...ASKED, symbols: ['C/USDT:USDT'] };
    expect((await refusalsOf(readHistories(database, unknown))).map((one) => one.reason)).toEqual([
      'not-stored',
      'not-stored',
    ]);
    const later = { ...ASKED, window: { fromMs: window.fromMs, toMs: window.toMs + DAY_MS } };
    const refusals = await refusalsOf(readHistories(database, later));
    expect(refusals).toHaveLength(6);
    expect(refusals[0]?.windows).toEqual([{ fromMs: window.toMs, toMs: window.toMs + DAY_MS }]);
    await database.execute('DELETE FROM certificate');
    expect((await refusalsOf(readHistories(database, ASKED)))[0]?.reason).toBe('never-proven');
  });

  it('is not disturbed by what a fetcher stores of other days meanwhile', async () => {
    await fill();
    const series = await new MarketStore(database).find({
      ...{ exchange: 'bybit', symbol: 'A/USDT:USDT', kind: 'candles', timeframe: '1h' },
    });
    const store = (n: number) =>
      savePage(database, {
        seriesId: series!.id,
        content: {
          kind: 'candles',
          rows: [{ openAtMs: hour(n), open: 1, high: 1, low: 1, close: 1, volume: 1 }],
        },
        ...{ coverage: [], gapsWithin: { fromMs: hour(n), toMs: hour(n + 1) }, gaps: [] },
        ...{ readAtMs: window.toMs, foundBy: 'tail' },
      });
    const reading = readHistories(database, ASKED);
    for (let n = 0; n < 5; n += 1) await store(DAYS * 24 + n);
    expect((await reading).dataset).toEqual((await readHistories(database, ASKED)).dataset);
  });

  it('assumes nothing that nobody asked for', async () => {
    await fill();
    const run = (assume: AskedRows['assume']) => readHistories(database, { ...ASKED, assume });
    await expect(run(['fine-lots'])).rejects.toThrow('--assume flat-basis');
    await expect(run(['flat-basis'])).rejects.toThrow('--assume fine-lots');
  });

  it('is refused once a row was revised, until it is proven anew', async () => {
    await fill();
    const before = await readHistories(database, ASKED);
    const series = await new MarketStore(database).find({
      ...{ exchange: 'bybit', symbol: 'A/USDT:USDT', kind: 'funding' },
    });
    await savePage(database, {
      seriesId: series!.id,
      content: {
        kind: 'funding',
        rows: [{ settledAtMs: hour(80), stampedAtMs: hour(80) + 7, rate: '0.009' }],
      },
      ...{ coverage: [], gapsWithin: { fromMs: hour(80), toMs: hour(80) + HOUR_MS }, gaps: [] },
      ...{ readAtMs: window.toMs, foundBy: 'scrub' },
    });
    const refusals = await refusalsOf(readHistories(database, ASKED));
    expect(refusals.map(({ reason }) => reason)).toEqual(['changed']);
    const facts = { wanted: window, coverage: [window], gaps: [], runs: [], nowMs: Infinity };
    await proveStored(database, series!, facts, window.toMs);
    const after = await readHistories(database, ASKED);
    expect(after.markets[0]?.funding.rates[10]).toBe('0.009');
    expect(after.dataset.sha256).not.toBe(before.dataset.sha256);
  });
});
