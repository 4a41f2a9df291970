import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../time-window.js';
import {
  backtest,
  CASE_SETTINGS,
  drawnMarket,
  every,
  hour,
  settled,
  START_MS,
} from '../backtest-cases.fixture.js';
import { USUAL_EXECUTION } from '../execution-model.js';
import { runBacktest } from '../run-backtest.js';
import { foldsOf } from './folds.js';
import { walkForward } from './walk-forward.js';

const day = (n: number) => START_MS + n * DAY_MS;
const lengths = { trainMs: 40 * DAY_MS, testMs: 20 * DAY_MS, purgeMs: 10 * DAY_MS };
const window = { fromMs: day(0), toMs: day(100) };

describe('folds', () => {
  it('learn before they are tested, and their tests follow each other', () => {
    const rolling = foldsOf(window, { ...lengths, kind: 'rolling' }, 5 * DAY_MS);
    expect(rolling).toEqual([
      { train: { fromMs: day(0), toMs: day(40) }, test: { fromMs: day(50), toMs: day(70) } },
      { train: { fromMs: day(20), toMs: day(60) }, test: { fromMs: day(70), toMs: day(90) } },
    ]);
    const anchored = foldsOf(window, { ...lengths, kind: 'anchored' }, 5 * DAY_MS);
    expect(anchored.map(({ train }) => train.fromMs)).toEqual([day(0), day(0)]);
    expect(anchored.map(({ train }) => train.toMs)).toEqual([day(40), day(60)]);
  });

  it('are refused where a position could reach from one into the other', () => {
    expect(() => foldsOf(window, { ...lengths, kind: 'rolling' }, 11 * DAY_MS)).toThrow(
      'The purge is at least as long as a position is expected to be held',
    );
    const short = { fromMs: day(0), toMs: day(60) };
    expect(() => foldsOf(short, { ...lengths, kind: 'rolling' }, 0)).toThrow('too short');
  });
});

describe('walking forward', () => {
  const HOURS = 100 * 24;
  // It pays for sixty days, then it costs: what was best to learn from is not what comes.
  const funding = settled(every(8, HOURS / 8), (n) => (n < 60 * 24 ? '0.0004' : '-0.0004'));
  const markets = ['A', 'B'].map((name, i) => ({ ...drawnMarket(name, HOURS, i + 5), funding }));
  const execution = { ...USUAL_EXECUTION, cycleMs: 8 * HOUR_MS };
  const input = backtest(HOURS, markets, { execution });
  const candidates = [0.9, 0.05].map((entryNetYield) => ({ ...CASE_SETTINGS, entryNetYield }));
  const folds = foldsOf(input.window, { ...lengths, kind: 'rolling' }, 5 * DAY_MS);

  it('chooses by what came before, is judged by what came after, and logs every trial', async () => {
    const result = await walkForward(input, candidates, folds);
    expect(result.trials).toHaveLength(4);
    expect(result.folds[0]?.chosen).toBe(1);
    expect(result.folds[0]?.inSampleNetUsdt).toBeGreaterThan(0);
    expect(result.outOfSample.netUsdt).toBeLessThan(result.inSample.netUsdt);
    expect(result.outOfSample.days).toBe(40);
    const sum = result.folds.reduce((all, one) => all + one.outOfSampleNetUsdt, 0);
    expect(result.outOfSample.netUsdt).toBeCloseTo(sum, 9);
    expect(result.overfitting?.splits).toBe(12_870);
    const { trades, worstTradeUsdt = NaN, bestTradeUsdt = NaN } = result.outOfSample;
    // One in each test, which are all that was earned there.
    expect(trades).toBe(2);
    expect(worstTradeUsdt + bestTradeUsdt).toBeCloseTo(sum, 6);
    const { yearlyYield, yearlyYieldLow = NaN, yearlyYieldHigh = NaN } = result.outOfSample;
    expect(yearlyYieldLow).toBeLessThan(yearlyYield);
    expect(yearlyYieldHigh).toBeGreaterThan(yearlyYield);
  });

  it('is judged more strictly the more was tried, and reports no Sharpe ratio of a flat basis', async () => {
    const few = await walkForward(input, candidates, folds);
    const alsoTried = Array.from({ length: 500 }, (_, i) => (i % 7) - 3);
    const many = await walkForward(input, candidates, folds, { alsoTried });
    expect(many.outOfSample.sharpe).toBe(few.outOfSample.sharpe);
    expect(many.outOfSample.deflatedSharpe).toBeLessThan(few.outOfSample.deflatedSharpe ?? NaN);
    const flat = { ...input, markets: markets.map((one) => ({ ...one, spots: undefined })) };
    const { outOfSample, trials } = await walkForward(flat, candidates, folds);
    expect([outOfSample.sharpe, outOfSample.deflatedSharpe]).toEqual([undefined, undefined]);
    expect(trials.map(({ sharpe }) => sharpe)).toEqual(trials.map(() => undefined));
  });

  it('is not changed by what comes after a test', async () => {
    const [first] = folds;
    if (!first) throw new Error('There is no fold');
    const later = markets.map((market) => {
      const { close, open } = market.trades;
      const from = (first.test.toMs - START_MS) / (hour(1) - START_MS);
      return {
        ...market,
        trades: {
          ...market.trades,
          close: close.slice().fill(1, from),
          open: open.slice().fill(1, from),
        },
      };
    });
    const [one, other] = await Promise.all([
      walkForward(input, candidates, [first]),
      walkForward({ ...input, markets: later }, candidates, [first]),
    ]);
    expect(other).toEqual(one);
  });

  it('trades in a test from its first hour on: what it learns from comes before', async () => {
    const run = await runBacktest({ ...input, tradeFromMs: day(40) });
    const [opened] = run.positions;
    expect(opened?.openedAtMs).toBeGreaterThanOrEqual(day(40));
    expect(opened?.openedAtMs).toBeLessThan(day(41));
    expect(run.daily[0]?.atMs).toBe(day(41));
  });
});
