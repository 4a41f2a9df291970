import { describe, expect, it } from '@jest/globals';
import { rateFormula, rebuiltRate, type RateInput } from './rebuilt-rate.js';

const BYBIT = { scales: 'interest' } as const;
const BINANCE = { scales: 'rate' } as const;

const flat = (hours: number, premium: number) =>
  Float64Array.from({ length: hours * 60 }, () => premium);

/** The k-th minute is k · step: with weights 1 … n its average is step · (2n + 1) / 3. */
const rising = (hours: number, step: number) =>
  Float64Array.from({ length: hours * 60 }, (_, i) => (i + 1) * step);

const rate = (
  hours: number,
  premiums: Float64Array,
  formula: RateInput['formula'],
  more: Partial<RateInput> = {},
) =>
  rebuiltRate({
    ...{ premiums, intervalMinutes: hours * 60, interestRate: 0.0001, formula, ...more },
  });

describe('a rate that is rebuilt from the premium index', () => {
  it('is the interest rate of its interval while the premium is within 0.05 % of it', () => {
    expect(rate(8, flat(8, 0.0003), BYBIT)).toBeCloseTo(0.0001, 12);
    expect(rate(4, flat(4, 0.0003), BYBIT)).toBeCloseTo(0.00005, 12);
    expect(rate(1, flat(1, -0.0003), BYBIT)).toBeCloseTo(0.0000125, 12);
    expect(rate(8, flat(8, 0.0003), BINANCE)).toBeCloseTo(0.0001, 12);
    expect(rate(4, flat(4, 0.0003), BINANCE)).toBeCloseTo(0.00005, 12);
    expect(rate(1, flat(1, -0.0003), BINANCE)).toBeCloseTo(0.0000125, 12);
    expect(rate(8, flat(8, 0.0003), BINANCE, { interestRate: 0 })).toBeCloseTo(0, 12);
  });

  it('is the premium less 0.05 % above that, and more by as much below', () => {
    // 0.0007 − 0.0005; 8 h.
    expect(rate(8, flat(8, 0.0007), BYBIT)).toBeCloseTo(0.0002, 12);
    // −0.001 + 0.0005: shorts pay longs.
    expect(rate(8, flat(8, -0.001), BYBIT)).toBeCloseTo(-0.0005, 12);
    // At 1 h Bybit scales the interest alone, Binance all: 0.0002 and an eighth of it.
    expect(rate(1, flat(1, 0.0007), BYBIT)).toBeCloseTo(0.0002, 12);
    expect(rate(1, flat(1, 0.0007), BINANCE)).toBeCloseTo(0.000025, 12);
    expect(rate(4, flat(4, -0.001), BINANCE)).toBeCloseTo(-0.00025, 12);
  });

  it('weighs the minutes 1 … n, the last most', () => {
    // 0.00003 · 121 / 3 = 0.00121, less 0.0005. Unweighted it would be 0.000915, less 0.0005.
    expect(rate(1, rising(1, 0.00003), BYBIT)).toBeCloseTo(0.00071, 12);
    // 0.000003 · 961 / 3 = 0.000961.
    expect(rate(8, rising(8, 0.000003), BYBIT)).toBeCloseTo(0.000461, 12);
    // 0.000006 · 481 / 3 = 0.000962; (0.000962 − 0.0005) / 2.
    expect(rate(4, rising(4, 0.000006), BINANCE)).toBeCloseTo(0.000231, 12);
  });

  it('keeps to the market’s cap and floor, where these are known', () => {
    const bounds = { cap: 0.003, floor: -0.003 };
    expect(rate(8, flat(8, 0.02), BYBIT, bounds)).toBe(0.003);
    expect(rate(8, flat(8, -0.02), BYBIT, bounds)).toBe(-0.003);
    expect(rate(8, flat(8, 0.02), BYBIT)).toBeCloseTo(0.0195, 12);
  });

  it('is none where a minute is not there, or too few or many are', () => {
    const lacking = flat(8, 0.0003);
    lacking[17] = Number.NaN;
    expect(rate(8, lacking, BYBIT)).toBeUndefined();
    expect(rate(8, flat(4, 0.0003), BYBIT)).toBeUndefined();
    expect(rate(4, flat(8, 0.0003), BYBIT)).toBeUndefined();
    expect(rate(0, new Float64Array(), BYBIT)).toBeUndefined();
  });

  it('is known of the exchanges whose formula is', () => {
    expect(rateFormula('bybit')).toEqual(BYBIT);
    expect(rateFormula('binanceusdm')).toEqual(BINANCE);
    expect(rateFormula('okx')).toBeUndefined();
    expect(rateFormula('constructor')).toBeUndefined();
  });
});
