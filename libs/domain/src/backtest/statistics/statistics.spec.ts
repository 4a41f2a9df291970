import { describe, expect, it } from '@jest/globals';
import { blockBootstrapMean, seededRandom } from './block-bootstrap.js';
import { maxDrawdown } from './metrics.js';
import { momentsOf } from './moments.js';
import { normalQuantile, normalShare } from './normal.js';
import { combinations, overfitting } from './overfitting.js';
import {
  deflatedSharpe,
  expectedMaximumSharpe,
  probabilisticSharpe,
  yearlySharpe,
} from './sharpe.js';

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.959963984540054, 0.975],
    [-3, 0.001349898031630095],
    [-6, 9.86587645037698e-10],
  ])('has the share of %d', (x, share) => {
    expect(Math.abs(normalShare(x) - share)).toBeLessThan(1e-14);
    expect(Math.abs(normalQuantile(share) - x)).toBeLessThan(1e-6);
  });
});

describe('a Sharpe ratio', () => {
  it.each([
    [10, 1.574598],
    [40, 2.18948],
    [45, 2.23564],
    [100, 2.530603],
    [1000, 3.255122],
  ])('of %d trials without skill is at most so high', (trials, expected) => {
    expect(Math.abs(expectedMaximumSharpe(trials) - expected)).toBeLessThan(1e-6);
  });

  it('is deflated as in Bailey and López de Prado 2014', () => {
    const variance = 0.5 / 250;
    const measured = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skew: -3, kurtosis: 10 };
    const best = Math.sqrt(variance) * expectedMaximumSharpe(100);
    expect(Math.abs(best - 0.113172)).toBeLessThan(1e-6);
    expect(Math.abs(deflatedSharpe(measured, 100, variance) - 0.900397)).toBeLessThan(1e-6);
  });

  it.each([
    [1, 0.993],
    [40, 0.298],
    [100, 0.16],
    [1000, 0.024],
  ])('of 1.8 a year on 504 days after %d trials is so probable', (trials, expected) => {
    const measured = { sharpe: 1.8 / Math.sqrt(252), count: 504, skew: -0.6, kurtosis: 4.5 };
    expect(deflatedSharpe(measured, trials, 1 / 252)).toBeCloseTo(expected, 3);
  });

  it('is of daily returns × √365, and of trades never', () => {
    const daily = Array.from({ length: 365 }, (_, i) => (i % 2 === 0 ? 0.002 : -0.001));
    const moments = momentsOf(daily);
    expect(yearlySharpe(daily)).toBeCloseTo(
      ((moments?.mean ?? 0) / (moments?.deviation ?? 0)) * Math.sqrt(365),
      12,
    );
    expect(yearlySharpe([0.001, 0.001, 0.001])).toBeUndefined();
    expect(probabilisticSharpe({ sharpe: 0.1, count: 101, skew: 0, kurtosis: 3 }, 0.1)).toBe(0.5);
  });
});

describe('overfitting', () => {
  it('is told by all ways to halve the blocks: 12,870 of 16', () => {
    expect(combinations(16, 8)).toHaveLength(12_870);
    const next = seededRandom(1);
    const trials = Array.from({ length: 3 }, () => Array.from({ length: 64 }, () => next() - 0.5));
    expect(overfitting(trials, 16).splits).toBe(12_870);
  });

  it('is unlikely where one trial is truly better, and even where none is', () => {
    const next = seededRandom(2);
    const noise = (shift: number) => Array.from({ length: 320 }, () => next() - 0.5 + shift);
    const skilled = [noise(0.4), ...Array.from({ length: 9 }, () => noise(0))];
    expect(overfitting(skilled, 8).probability).toBe(0);
    const luck = Array.from({ length: 30 }, () =>
      overfitting(
        Array.from({ length: 10 }, () => noise(0)),
        8,
      ),
    );
    const mean = luck.reduce((sum, one) => sum + one.probability, 0) / luck.length;
    expect(mean).toBeGreaterThan(0.35);
    expect(mean).toBeLessThan(0.75);
  });

  it('is nothing that a single trial tells', () => {
    expect(() => overfitting([[1, 2, 3, 4]], 2)).toThrow(RangeError);
  });
});

describe('a block bootstrap', () => {
  it('holds the true mean about as often as it says, of what belongs together too', () => {
    const next = seededRandom(3);
    let held = 0;
    for (let world = 0; world < 200; world += 1) {
      let level = 0;
      const values = Array.from({ length: 400 }, () => (level = 0.7 * level + next() - 0.5));
      const found = blockBootstrapMean(
        values,
        { block: 20, draws: 300, confidence: 0.95 },
        seededRandom(world),
      );
      if (found && found.low <= 0 && 0 <= found.high) held += 1;
    }
    expect(held).toBeGreaterThan(170);
  });
});

it('A drawdown is measured from the highest equity before it, the start included', () => {
  const point = (equityUsdt: number, day: number) => ({ atMs: day, equityUsdt });
  expect(maxDrawdown(100, [point(90, 1), point(120, 2), point(90, 3)])).toBe(0.25);
});
