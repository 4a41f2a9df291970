import { describe, expect, it } from '@jest/globals';
import { pnlHistogram } from './pnl-histogram.js';

describe('The histogram of results', () => {
  it('counts every trade once, and never a gain and a loss in one bar', () => {
    const results = [-3.89, -3.79, -0.0001, 0, 0.2, 7.82, 4];
    const bins = pnlHistogram(results);
    expect(bins.reduce((all, { count }) => all + count, 0)).toBe(results.length);
    for (const { from, to } of bins) expect(from < 0 && to > 0).toBe(false);
    expect(bins.find(({ to }) => to === 0)?.count).toBe(1);
  });

  it('has round steps, also of cents', () => {
    expect(pnlHistogram([0.03, 0.11]).map(({ from }) => from)).toEqual([
      0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1,
    ]);
  });

  it('holds what lies on its last edge, and one trade that earned nothing', () => {
    expect(pnlHistogram([14]).at(-1)).toEqual({ from: 13, to: 14, count: 1 });
    expect(pnlHistogram([0])[0]?.count).toBe(1);
    expect(pnlHistogram([-2])[0]).toMatchObject({ from: -2, count: 1 });
    expect(pnlHistogram([])).toEqual([]);
  });
});
