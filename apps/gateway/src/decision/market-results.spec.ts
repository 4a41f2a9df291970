import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import {
  backtestDocument,
  documentText,
} from '@fullcarry/domain/backtest/result/backtest-document';
import { runBacktest } from '@fullcarry/domain/backtest/run-backtest';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RowsProofs } from '../backtests/rows-proofs.js';
import { BacktestBoard } from '../backtests/backtest-board.js';
import { MarketResults } from './market-results.js';

const DAYS = 30;
const WINDOW = { fromMs: START_MS, toMs: hour(DAYS * 24) };
const MARKETS = ['A', 'B'].map((name, i) => drawnMarket(name, DAYS * 24, i + 1));

describe('What a stored backtest says of one market', () => {
  let empty: EmptyDatabase;
  let database: Database;
  let results: MarketResults;

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window: WINDOW, markets: MARKETS });
    const read = <Result>(work: (open: Database) => Promise<Result>) => work(database);
    results = new MarketResults(read, new BacktestBoard(read, new RowsProofs(read)));
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  const keep = async (sha256: string, createdAtMs: number, symbols: readonly string[]) => {
    const assume = ['flat-basis', 'fine-lots'] as const;
    const { markets, dataset, assumed } = await readHistories(database, {
      ...{ exchange: 'bybit', symbols, timeframe: '1h', window: WINDOW, assume },
    });
    const input = {
      ...{ venue: 'bybit', window: WINDOW, stepMs: HOUR_MS, startingEquityUsdt: '10000' },
      settings: deskSettings.parse({ entryNetYield: 0, minHoldingYield: 0, restHours: 0 }),
      ...{ execution: { ...USUAL_EXECUTION, cycleMs: HOUR_MS }, markets },
    };
    const run = await runBacktest(input);
    const document = backtestDocument(input, run, { dataset, assumed, assume });
    const name = { sha256: sha256.repeat(64), createdAtMs, venue: 'bybit' };
    await new BacktestStore(database).save({
      ...{ ...name, ...WINDOW, document: documentText(document) },
    });
    return document;
  };

  it('is of the newest result that holds it, and of its trades alone', async () => {
    const [a = '', b = ''] = MARKETS.map(({ symbol }) => symbol);
    expect(await results.newestOf('bybit', a)).toMatchObject({ stored: 0, result: null });
    const { trades } = await keep('a', 1, [a, b]);
    await keep('b', 2, [b]);
    const newest = await results.newestOf('bybit', a);
    const own = trades.filter(({ symbol }) => symbol === a);
    const closed = own.filter(({ closedAtMs }) => closedAtMs !== undefined);
    expect(newest).toMatchObject({
      stored: 2,
      result: { sha256: 'a'.repeat(64), markets: 2, stale: null, open: own.length - closed.length },
    });
    expect(newest.result?.ofMarket.trades).toBe(closed.length);
    expect((await results.newestOf('bybit', b)).result?.sha256).toBe('b'.repeat(64));
    expect(await results.newestOf('okx', a)).toMatchObject({ stored: 2, result: null });
  });
});
