import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { wishedSettings } from './backtest-wish.js';
import { candidatesOf, sweepSearch } from './sweep-search.js';
import { sweepWish, sweptCandles } from './sweep-wish.js';

const backtest = {
  window: { fromMs: 0, toMs: 100 * DAY_MS },
  settings: { holdingHours: 240 },
};
const folds = { trainDays: 40, testDays: 25 };
const read = (change: object) => sweepWish.safeParse({ backtest, folds, search: {}, ...change });
const refusal = (change: object) => {
  const issue = read(change).error?.issues[0];
  return [issue?.path.join('.'), issue?.message];
};
const values = (many: number) => Array.from({ length: many }, (_, i) => 0.01 + i / 10_000);

describe('what a sweep may be asked', () => {
  it('tries every combination of a grid, and the same draws for the same seed', () => {
    const settings = wishedSettings(sweepWish.parse({ backtest, folds, search: {} }).backtest);
    const tried = (search: object) =>
      candidatesOf(settings, sweepSearch.parse(search), 1_000).map(({ chosen }) => chosen);
    expect(tried({})).toEqual([{}]);
    expect(tried({ grid: { maxPaidBps: [5, 10], restHours: [1, 2] } })).toHaveLength(4);
    const drawn = { ranges: { maxPaidBps: { low: 5, high: 50, step: 5 } }, random: 6, seed: 3 };
    expect(tried(drawn)).toEqual(tried(drawn));
    expect(tried(drawn)).toHaveLength(6);
    expect(tried({ ...drawn, grid: { restHours: [1, 2] } })).toHaveLength(8);
  });

  it('is refused at once where it is too much, however much that would be', () => {
    const grid = {
      entryNetYield: values(1_000),
      maxPaidBps: values(1_000),
      restHours: values(900),
    };
    expect(refusal({ search: { grid } })).toEqual([
      'search',
      '900000000 settings are more than 1000: try fewer',
    ]);
    expect(refusal({ search: { grid: { nothing: [1] } } })[1]).toMatch(/^nothing is no setting/);
    expect(refusal({ search: { random: 5 } })[0]).toBe('search');
    expect(refusal({ search: { grid: { maxDrawdown: [7] } } })[1]).toMatch(/maxDrawdown/);
  });

  it('has room for a fold, whose purge is the longest time that anything tried is held', () => {
    expect(read({}).success).toBe(true);
    const longer = { grid: { holdingHours: [240, 960] } };
    expect(refusal({ search: longer })).toEqual([
      'folds',
      'The window is too short for one fold: training, purge and test',
    ]);
    expect(refusal({ folds: { ...folds, trainDays: 10 } })[1]).toMatch(/at least 20 days/);
    expect(refusal({ folds: { ...folds, purgeDays: 5 } })[1]).toMatch(/^The purge is at least/);
  });

  it('counts what all of its runs play', () => {
    const wish = sweepWish.parse({ backtest, folds, search: {} });
    const settings = wishedSettings(wish.backtest);
    const one = [{ chosen: {}, settings }];
    // The whole window; in each of two folds 40 days of training, and 75 up to the end of the test.
    expect(sweptCandles(wish, one)).toBe(24 * (100 + 2 * (40 + 75)));
    expect(sweptCandles({ ...wish, kind: 'walk-forward' }, one)).toBe(24 * 2 * (40 + 75));
  });
});
