import { describe, expect, it } from '@jest/globals';
import { boxScale, placeOf, type ProvenMarket } from './box-scale.js';

function proven(p5: number, p25: number, median: number, p75: number, p95: number): ProvenMarket {
  return {
    ...{ exchange: 'bybit', symbol: 'A', nativeId: 'A', asset: 'A', unproven: null, proof: null },
    ...{ netYearly: 0, netPeriod: 0 },
    funding: {
      ...{ settlements: 9, hours: 72, intervalHours: 8, mean: median, deviation: 0.1 },
      ...{ lowest: p5, p5, p25, median, p75, p95, highest: p95, sharePositive: 1 },
      histogram: { from: 0, step: 1, counts: [], below: 0, above: 0 },
    },
  };
}

describe('The axis of the boxes', () => {
  it('holds all whiskers, and nothing earned', () => {
    const scale = boxScale([
      proven(0.01, 0.02, 0.05, 0.08, 0.2),
      proven(0.02, 0.03, 0.04, 0.05, 0.06),
    ]);
    expect(scale.from).toBeLessThan(0);
    expect(scale.to).toBeGreaterThan(0.2);
    expect(placeOf(0, scale)).toBeGreaterThan(0);
    expect(placeOf(0.2, scale)).toBeLessThan(100);
  });

  it('is not pressed together by one market that is spread more than all others', () => {
    const usual = proven(0.01, 0.02, 0.03, 0.04, 0.05);
    const scale = boxScale([usual, usual, proven(-50, -10, 0.03, 10, 50)]);
    expect(scale.to).toBeLessThan(1);
    expect(placeOf(50, scale)).toBe(100);
  });

  it('is an axis also where nothing ever moved', () => {
    const scale = boxScale([proven(0, 0, 0, 0, 0)]);
    expect(placeOf(0, scale)).toBe(50);
  });
});
