import { drawnMarket, hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { fillDrawnMarkets } from '@fullcarry/history/backtest/drawn-markets.fixture';
import { signalStudyV1, strategyStudyV1 } from '@fullcarry/contracts/backtest/study-v1';
import { StudyStore } from '@fullcarry/history/backtest/study-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../run-cli.fixture.js';

const DAYS = 90;
const markets = [drawnMarket('A', DAYS * 24, 1)];
const WINDOW = ['--from', '2026-01-01', '--to', '2026-04-01', '--assume', 'fine-lots'];

describe('fullcarry signals', () => {
  let empty: EmptyDatabase;
  let compared = '';
  const run = (...args: string[]) => runCli(['signals', ...args, '--database', empty.url]);

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    const database = await openDatabase(empty.url);
    const window = { fromMs: START_MS, toMs: hour(DAYS * 24) };
    await fillDrawnMarkets(database, { window, markets, hasSpots: true });
    await database.close();
  });
  afterAll(() => empty.remove());

  it('judges every signal, and says which adds nothing and of which there are no rows', async () => {
    const { code, stdout } = await run('judge', ...WINDOW, '--train', '30');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^level .* weight 0$/m);
    expect(stdout).toMatch(/^venueSpread .* no rows to judge it by$/m);
    expect(stdout).toMatch(/^twoSpeeds .* what the strategy carry expects$/m);
  });

  it('compares the strategies and sizes over the same rows, the default first', async () => {
    const { code, stdout } = await run('compare', ...WINDOW, '--to', '2026-02-20', '--json');
    expect(code).toBe(0);
    const { runs, days } = JSON.parse(stdout) as {
      days: number;
      runs: { strategy: string; sizing: string }[];
    };
    expect(runs.map(({ strategy, sizing }) => `${strategy} ${sizing}`)).toEqual([
      ...['threshold fixed', 'threshold dynamic', 'score fixed', 'score dynamic'],
      ...['carry fixed', 'carry dynamic'],
    ]);
    expect(days).toBe(20);
    compared = stdout;
  });

  it('keeps the newest of both for the page, word for word', async () => {
    const database = await openDatabase(empty.url);
    const store = new StudyStore(database);
    const [signals, strategies] = [await store.newest('signals'), await store.newest('strategies')];
    await database.close();
    const judged = signalStudyV1.parse(JSON.parse(signals?.document ?? ''));
    expect(judged.signals.find(({ name }) => name === 'level')).toMatchObject({ adds: false });
    expect(strategies).toMatchObject({ venue: 'bybit', document: compared });
    expect(strategyStudyV1.parse(JSON.parse(compared)).learnDays).toBe(30);
  });

  it('refuses in one line what leaves nothing to trade', async () => {
    const { code, stderr } = await run('compare', ...WINDOW, '--learn', '90');
    expect(code).toBe(2);
    expect(stderr.join(' ')).toContain('--learn leaves no day to trade');
  });
});
