import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../time-window.js';
import { matchRates, type ComparedSettlement } from './rate-match.js';

const FROM_MS = 20_000 * 24 * HOUR_MS;
const BYBIT = { scales: 'interest' } as const;

/** Four hours each of a flat premium: 0.0003 is drawn to the interest rate, 0.0007 is 0.0002 and −0.001 is −0.0005. */
const premium = (flat: readonly number[]) => ({
  fromMs: FROM_MS,
  closes: Float64Array.from({ length: flat.length * 240 }, (_, i) => flat[Math.floor(i / 240)]!),
});

const settled = (
  rates: readonly string[],
  intervalMinutes: number | undefined = 240,
): ComparedSettlement[] =>
  rates.map((rate, i) => ({
    settledAtMs: FROM_MS + (i + 1) * 4 * HOUR_MS,
    ...{ rate, intervalMinutes },
  }));

describe('settlements beside what the premium index makes of them', () => {
  it('match to a millionth, and are counted', () => {
    const rates = ['0.00005', '0.0002009', '-0.000501'];
    expect(matchRates(settled(rates), premium([0.0003, 0.0007, -0.001]), BYBIT)).toEqual({
      ...{ settlements: 3, compared: 3, matching: 2, share: 2 / 3 },
      ...{ interestRate: 0.0001, research: 'last-settled' },
    });
  });

  it('are of the interest rate by which most match: each market has its own', () => {
    const rates = ['0', '0.0002', '-0.0005'];
    expect(matchRates(settled(rates), premium([0.0003, 0.0007, -0.001]), BYBIT)).toMatchObject({
      ...{ matching: 3, share: 1, interestRate: 0, research: 'rebuilt' },
    });
  });

  it('are not compared where a minute, or the interval, is not known', () => {
    const minutes = premium([0.0003, 0.0007, 0.0007]);
    minutes.closes[300] = Number.NaN;
    const three = settled(['0.00005', '0.0002', '0.0002']);
    const match = matchRates(three, minutes, BYBIT);
    expect(match).toMatchObject({ settlements: 3, compared: 2, matching: 2, share: 1 });
    // Before the first minute, off the minutes, after the last one.
    const others = [1 * HOUR_MS, 4 * HOUR_MS + MINUTE_MS / 2, 13 * HOUR_MS].map((ms) => ({
      ...{ settledAtMs: FROM_MS + ms, rate: '0.00005', intervalMinutes: 240 },
    }));
    const none = { compared: 0, share: undefined, research: 'last-settled' };
    expect(matchRates(others, minutes, BYBIT)).toMatchObject({ settlements: 3, ...none });
    const unknown = three.map((one) => ({ ...one, intervalMinutes: undefined }));
    expect(matchRates(unknown, minutes, BYBIT)).toMatchObject({ settlements: 3, ...none });
  });

  it('follow the interval of each settlement through a change', () => {
    const minutes = premium([0.0003, 0.0003]);
    const changed = [
      { settledAtMs: FROM_MS + 4 * HOUR_MS, rate: '0.00005', intervalMinutes: 240 },
      { settledAtMs: FROM_MS + 5 * HOUR_MS, rate: '0.0000125', intervalMinutes: 60 },
    ];
    expect(matchRates(changed, minutes, BYBIT)).toMatchObject({ compared: 2, matching: 2 });
  });
});
