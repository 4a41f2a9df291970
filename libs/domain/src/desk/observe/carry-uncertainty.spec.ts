import { describe, expect, it } from '@jest/globals';
import { bothDeviations, carryDeviation } from './carry-uncertainty.js';
import { decide } from '../decide/decide.js';
import { EMPTY_BOOK, market, seen, SETTINGS, steady } from '../desk-cases.fixture.js';
import { fundingPersistence } from './funding-persistence.js';

const EIGHT_HOURS = { rate: 0.0002, intervalMinutes: 480 };

/** A deviation of 0.00001 an hour is one of 0.00008 a settlement. */
const spread = (halfLifeHours: number) => ({
  ...{ settlements: 270, paidShare: 0.9, meanHourlyCarry: 0.00001 },
  ...{ hourlyDeviation: 0.00001, halfLifeHours },
});

describe('how far the carry may be from what is expected', () => {
  it('grows with the root of the settlements where each is thrown anew', () => {
    // 90 settlements: 0.00008 · √90
    expect(carryDeviation(EIGHT_HOURS, spread(0), 720)).toBeCloseTo(0.00008 * Math.sqrt(90), 12);
  });

  it('of one settlement is what the last one leaves open: σ √(1 − φ²)', () => {
    expect(carryDeviation(EIGHT_HOURS, spread(8), 8)).toBeCloseTo(0.00008 * Math.sqrt(0.75), 12);
  });

  it('is wider where what pushed one settlement lasts into the next', () => {
    // φ = 0.5, n = 2: (1.5 / 0.5) · (0.5² + 0.75²)
    const two = 0.00008 * Math.sqrt(3 * 0.8125);
    expect(carryDeviation(EIGHT_HOURS, spread(8), 16)).toBeCloseTo(two, 12);
    const day = (halfLife: number) => carryDeviation(EIGHT_HOURS, spread(halfLife), 720) ?? NaN;
    expect(day(24)).toBeGreaterThan(day(8));
    expect(day(8)).toBeGreaterThan(day(0));
  });

  it('is the same for a month of hourly settlements as for one of 8-hourly ones of the same half-life', () => {
    const hourly = carryDeviation({ rate: 0, intervalMinutes: 60 }, spread(240), 720) ?? NaN;
    const eightHourly = carryDeviation(EIGHT_HOURS, spread(240), 720) ?? NaN;
    expect(hourly / eightHourly).toBeCloseTo(1, 1);
  });

  it('is nothing where the rate never moved, and not reported without history', () => {
    expect(carryDeviation(EIGHT_HOURS, steady(0.00001), 720)).toBe(0);
    expect(carryDeviation(EIGHT_HOURS, undefined, 720)).toBeUndefined();
  });

  it('comes from the settlements that the persistence comes from', () => {
    // 0.01 % and 0.03 % in turns: 0.0000125 and 0.0000375 an hour, each 0.0000125 from their mean.
    const rates = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? '0.0001' : '0.0003'));
    const known = fundingPersistence(rates.map((rate) => ({ rate, intervalMinutes: 480 })));
    expect(known?.hourlyDeviation).toBeCloseTo(0.0000125 * Math.sqrt(40 / 39), 12);
  });

  it('of two streams is that of both', () => {
    expect(bothDeviations(0.0003, 0.0004)).toBeCloseTo(0.0005, 12);
    expect(bothDeviations(0.0003, undefined)).toBeUndefined();
  });

  it('is reported with the yield, as a fraction a year', () => {
    const persistence = { ...spread(0), meanHourlyCarry: 0.000025 };
    const [verdict] = decide(seen(market({ persistence })), EMPTY_BOOK, SETTINGS).verdicts;
    // 0.00008 · √90 over 720 h
    const aYear = (0.00008 * Math.sqrt(90) * 8760) / 720;
    expect(verdict?.outlook?.yieldDeviation).toBeCloseTo(aYear, 12);
    expect(verdict?.reason.text).toMatch(/^The net yield is \d+\.\d\d % ± 0\.92 % a year,/);
    const [unknown] = decide(
      seen(market({ persistence: undefined })),
      EMPTY_BOOK,
      SETTINGS,
    ).verdicts;
    expect(unknown?.reason.text).not.toContain('±');
  });
});
