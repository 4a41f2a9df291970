import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../time-window.js';
import { NO_SIGNALS, settledStep, signalValues, type SignalValues } from './market-signals.js';
import { publishedScore } from './published-score.js';

function settledAt(rates: readonly number[]): SignalValues {
  return signalValues(
    rates.reduce(
      (signals, rate, i) =>
        settledStep(signals, { settledAtMs: (i + 1) * 8 * HOUR_MS, rate, hours: 8 }),
      NO_SIGNALS,
    ),
  );
}

const many = (rate: number, length = 40) => Array.from({ length }, () => rate);

describe('the published bot’s score', () => {
  it('is 0.137 at the usual rate of 0.01 %, so that 0.5 is hardly ever reached', () => {
    const scored = publishedScore(settledAt(many(0.0001)), { rate: 0.0001, basis: 0 });
    expect(scored?.score).toBeCloseTo(0.35 / 30 + 0.125, 12);
    expect(scored?.parts).toEqual({ level: 0.0001 / 0.003, trend: 0.5, persistence: 0, basis: 0 });
  });

  it('is 1 where all of its parts are full', () => {
    const rising = [...many(0.0003, 30), ...many(0.003, 6)];
    expect(publishedScore(settledAt(rising), { rate: 0.003, basis: 0.01 })?.score).toBeCloseTo(
      1,
      12,
    );
  });

  it('has a trend of 0 where the average of six fell by more than 0.005 %', () => {
    const falling = [...many(0.0003), ...many(0.0001, 6)];
    const scored = publishedScore(settledAt(falling), { rate: 0.0001, basis: 0 });
    expect(scored?.parts.trend).toBe(0);
    expect(scored?.parts.persistence).toBe(0);
  });

  it('is not published where a part is not known', () => {
    expect(publishedScore(settledAt(many(0.001, 6)), { rate: 0.001, basis: 0 })).toBeUndefined();
    const known = settledAt(many(0.001));
    expect(publishedScore(known, { rate: 0.001, basis: undefined })).toBeUndefined();
    expect(publishedScore(known, { rate: 0.001, basis: 0 })?.isShrinking).toBeUndefined();
  });

  it('does not enter where turnover shrank by more than 30 %', () => {
    const known = settledAt(many(0.001));
    const scored = (turnoverTrend: number) =>
      publishedScore({ ...known, turnoverTrend }, { rate: 0.001, basis: 0 })?.isShrinking;
    expect(scored(-0.31)).toBe(true);
    expect(scored(-0.29)).toBe(false);
  });
});
