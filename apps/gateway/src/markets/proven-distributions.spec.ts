import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { storedSettlements } from '@fullcarry/history/rows/series-rows';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProvenDistributions } from './proven-distributions.js';

const DAYS = 20;
const WINDOW = { fromMs: START_MS, toMs: hour(DAYS * 24) };
const MARKETS = ['A', 'B'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));

describe('The settlements of every tracked market', () => {
  let empty: EmptyDatabase;
  let database: Database;

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window: WINDOW, markets: MARKETS });
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  it('are those of the last days that are proven, each that has a settlement before it', async () => {
    const [one] = await new ProvenDistributions('1h').of(database, 'bybit', 7);
    const window = { fromMs: WINDOW.toMs - 7 * DAY_MS, toMs: WINDOW.toMs };
    expect(one?.proof?.window).toEqual(window);
    const all = await new MarketStore(database).trackedSeries('bybit', '1h');
    const funding = all.find(
      ({ key, market }) => key.kind === 'funding' && market.id === one?.market.id,
    );
    const rows = await storedSettlements(database, funding?.id ?? 0, window);
    const sum = rows.reduce((total, { rate }) => total + Number(rate), 0);
    expect(one?.funding?.settlements).toBe(rows.length);
    expect(one?.funding?.mean).toBeCloseTo((sum * 8_760) / (7 * 24), 9);
  });

  it('are none where no certificate says that all are there', async () => {
    const asked = new ProvenDistributions('1h');
    const [before] = await asked.of(database, 'bybit', undefined);
    expect(before?.unproven).toBeUndefined();
    await database.execute('DELETE FROM certificate');
    expect(await asked.of(database, 'bybit', undefined)).toEqual([
      expect.objectContaining({
        funding: undefined,
        proof: undefined,
        unproven: expect.stringMatching(/^bybit:.*funding is not proven$/),
      }),
      expect.anything(),
    ]);
  });
});
