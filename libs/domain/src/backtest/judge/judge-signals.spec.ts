import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../time-window.js';
import { seededRandom } from '../statistics/block-bootstrap.js';
import { directedDays } from './directed-days.js';
import { judgeSignals } from './judge-signals.js';
import { errorChange } from './learnt-weight.js';
import { meanOf, rankProducts } from './rank-correlation.js';
import type { JudgedName, SignalSample } from './signal-samples.js';

const DAYS = 240;
const window = { fromMs: 0, toMs: DAYS * DAY_MS };
const lengths = { trainMs: 60 * DAY_MS, testMs: 30 * DAY_MS };

/**
 * What came is what was expected and a share that one signal tells in advance, another one tells turned round, and a third one does
 * not. `turnsAt`: from this day on the first tells the opposite.
 */
function market(seed: number, turnsAt = Infinity): SignalSample[] {
  const next = seededRandom(seed);
  return Array.from({ length: DAYS }, (_, day): SignalSample => {
    const [expected, predictive, noise, other] = [next(), next() - 0.5, next(), next()];
    const values: Partial<Record<JudgedName, number>> = {
      twoSpeeds: expected,
      level: day < turnsAt ? predictive : -predictive,
      trend: -predictive,
      persistence: other,
      // All of it is in what is expected.
      regime: 3 * expected,
    };
    return {
      atMs: day * DAY_MS,
      value: (name) => values[name],
      carry: () => expected + predictive + 0.2 * noise,
    };
  });
}

const markets = [1, 2, 3].map((seed) => market(seed));

describe('a rank correlation', () => {
  it('is Spearman’s, equal values sharing their ranks', () => {
    // R: cor(c(1,2,3,4,5), c(5,6,7,8,7), method = "spearman")
    const products = rankProducts([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) ?? [];
    expect(meanOf(products)).toBeCloseTo(0.820782681668123, 12);
    expect(rankProducts([1, 1, 1], [1, 2, 3])).toBeUndefined();
  });

  it('beside a third series is the partial one', () => {
    const x = [1, 2, 3, 4, 5, 6];
    const y = [2, 1, 4, 3, 6, 5];
    const z = [1, 3, 2, 5, 4, 6];
    const of = (a: readonly number[], b: readonly number[]) => meanOf(rankProducts(a, b) ?? []);
    const [xy, xz, yz] = [of(x, y), of(x, z), of(y, z)];
    const partial = (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
    expect(meanOf(rankProducts(x, y, z) ?? [])).toBeCloseTo(partial, 12);
    expect(rankProducts(x, y, x)).toBeUndefined();
  });
});

describe('judging signals', () => {
  const judged = new Map(
    judgeSignals(markets, window, 0.004, lengths).map((one) => [one.name, one]),
  );

  it('finds what adds to the carry that is expected, in whichever direction it points', () => {
    for (const name of ['level', 'trend'] as const) {
      const one = judged.get(name);
      expect(one?.added.get(24)?.low).toBeGreaterThan(0.8);
      expect(one?.error.get(24)).toBeLessThan(-0.8);
      expect(one?.adds).toBe(true);
    }
  });

  it('finds that noise adds nothing, and nothing of what is expected already', () => {
    expect(judged.get('persistence')?.adds).toBe(false);
    expect(judged.get('regime')?.coefficient.get(24)?.low).toBeGreaterThan(0.5);
    expect(judged.get('regime')?.added.get(24)?.mean).toBe(0);
    expect(judged.get('regime')?.adds).toBe(false);
    expect(judged.get('slope')?.coefficient.get(24)).toBeUndefined();
  });

  it('tells what its turnover costs: half a round trip at each crossing of its median', () => {
    const { flipsAYear = 0, costAYear = 0 } = judged.get('level') ?? {};
    // Drawn anew each day, it is on the other side every second day.
    expect(flipsAYear).toBeGreaterThan(160);
    expect(flipsAYear).toBeLessThan(205);
    expect(costAYear).toBeCloseTo(flipsAYear * 0.002, 12);
  });

  it('learns a direction from the days before a test alone: what turns is wrong until it is learnt', () => {
    const turning = [1, 2, 3].map((seed) => market(seed, 120));
    const days = directedDays(turning, window, lengths, { name: 'level', hours: 24 });
    // Tested from day 60 on: two tests before it turns, and the first ones after it.
    expect(meanOf(days.slice(0, 60))).toBeGreaterThan(0.3);
    expect(meanOf(days.slice(60, 90))).toBeLessThan(-0.3);
  });

  it('learns a weight from the days before a test alone', () => {
    const turning = [1, 2, 3].map((seed) => market(seed, 120));
    const whole = errorChange(turning, window, lengths, 'level', 24) ?? NaN;
    expect(whole).toBeGreaterThan(errorChange(markets, window, lengths, 'level', 24) ?? NaN);
    expect(
      errorChange(turning, { fromMs: 0, toMs: 61 * DAY_MS }, lengths, 'level', 24),
    ).toBeLessThan(0);
  });
});
