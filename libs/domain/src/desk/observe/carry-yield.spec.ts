import { describe, expect, it } from '@jest/globals';
import {
  breakEvenHours,
  expectedConvergence,
  expectedHourlyCarry,
  grossYearlyYield,
  persistenceDecay,
  yearly,
} from './carry-yield.js';
import { autocorrelation, fundingPersistence } from './funding-persistence.js';
import { leavingCost, roundTripCost } from './round-trip-cost.js';

const settled = (rates: readonly number[], intervalMinutes = 480) =>
  rates.map((rate) => ({ rate: String(rate), intervalMinutes }));

describe('the cost of a round trip', () => {
  it('is both fees twice and the slippage of four fills', () => {
    const costs = { spotFeeBps: 10, perpFeeBps: 5.5, slippageBps: 2 };
    const carry = { long: 'spot', short: 'perpetual' } as const;
    expect(roundTripCost(costs, carry)).toBeCloseTo(0.0039, 12);
    // Of a position that is held only two of them are left to pay.
    expect(leavingCost(costs, carry)).toBeCloseTo(0.00195, 12);
    const perpetuals = { long: 'perpetual', short: 'perpetual' } as const;
    expect(roundTripCost(costs, perpetuals)).toBeCloseTo(0.003, 12);
  });
});

describe('the yield of a carry', () => {
  it('knows that 0.01 % every 8 h is 10.95 % a year, and every hour eight times as much', () => {
    expect(grossYearlyYield({ rate: 0.0001, intervalMinutes: 480 })).toBeCloseTo(0.1095, 12);
    expect(grossYearlyYield({ rate: 0.0001, intervalMinutes: 60 })).toBeCloseTo(0.876, 12);
  });

  it('is what is gained in the holding time, by the year', () => {
    expect(yearly(0.0003, 336)).toBeCloseTo((0.0003 * 8760) / 336, 12);
  });

  it('counts the hours until the costs are earned back, whatever the interval', () => {
    expect(breakEvenHours({ rate: 0.0001, intervalMinutes: 480 }, 0.0039)).toBeCloseTo(312, 9);
    expect(breakEvenHours({ rate: 0.0000125, intervalMinutes: 60 }, 0.0039)).toBeCloseTo(312, 9);
    expect(breakEvenHours({ rate: -0.0001, intervalMinutes: 480 }, 0.0039)).toBe(Infinity);
  });

  it('counts on all of a discount to be lost, and on a share of a premium to be earned', () => {
    expect(expectedConvergence(-0.01, 0.5)).toBe(-0.01);
    expect(expectedConvergence(0.01, 0.5)).toBe(0.005);
    expect(expectedConvergence(0.01, 0)).toBe(0);
  });
});

describe('the persistence of funding', () => {
  it('says nothing of fewer than thirty settlements', () => {
    expect(fundingPersistence(settled(Array<number>(29).fill(0.0001)))).toBeUndefined();
  });

  it('lasts for ever where the rate never moved', () => {
    const persistence = fundingPersistence(settled(Array<number>(30).fill(0.0001)));
    expect(persistence).toMatchObject({ paidShare: 1, halfLifeHours: Infinity });
    expect(persistence?.meanHourlyCarry).toBeCloseTo(0.0001 / 8, 15);
  });

  it('is gone at once where the sign turns each time', () => {
    const turning = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0.0001 : -0.0001));
    expect(fundingPersistence(settled(turning))).toMatchObject({
      paidShare: 0.5,
      halfLifeHours: 0,
    });
  });

  it('halves a deviation in its half-life: φ = 0.5 at 8 h is 8 h', () => {
    // An impulse that halves at each settlement, so long that its mean is all but zero.
    const impulse = Array.from({ length: 2_000 }, (_, i) => 0.5 ** i);
    expect(autocorrelation(impulse)).toBeCloseTo(0.5, 2);
    expect(fundingPersistence(settled(impulse))?.halfLifeHours).toBeCloseTo(8, 0);
  });

  it('does not take a change of interval for a change of the carry', () => {
    const hourly = settled(Array<number>(40).fill(0.0001), 60);
    const eightHourly = settled(Array<number>(40).fill(0.0008), 480);
    expect(fundingPersistence([...eightHourly, ...hourly])?.halfLifeHours).toBe(Infinity);
  });
});

describe('the carry that is expected', () => {
  const predicted = { rate: 0.0008, intervalMinutes: 480 };
  const persistence = {
    ...{ settlements: 100, paidShare: 0.8 },
    ...{ meanHourlyCarry: 0.00001, hourlyDeviation: 0.00001 },
  };

  it('lies between the predicted rate and the mean of the market', () => {
    const carry = expectedHourlyCarry(predicted, { ...persistence, halfLifeHours: 24 }, 336);
    expect(carry).toBeLessThan(0.0001);
    expect(carry).toBeGreaterThan(0.00001);
    expect(carry).toBeCloseTo(0.00001 + 0.00009 * persistenceDecay(24, 336), 15);
  });

  it('is the predicted rate where it lasts, or where nothing is known', () => {
    expect(expectedHourlyCarry(predicted, undefined, 336)).toBeCloseTo(0.0001, 15);
    const lasting = { ...persistence, halfLifeHours: Infinity };
    expect(expectedHourlyCarry(predicted, lasting, 336)).toBeCloseTo(0.0001, 15);
  });

  it('is at least sure of the next settlement', () => {
    const carry = expectedHourlyCarry(predicted, { ...persistence, halfLifeHours: 0 }, 80);
    expect(carry).toBeCloseTo(0.00001 + 0.00009 / 10, 15);
  });
});
