import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../time-window.js';
import { unprovenTail } from './proven-up-to-now.js';

describe('the proof up to now', () => {
  const due = {
    nowMs: 24 * HOUR_MS,
    nextFundingAtMs: 32 * HOUR_MS,
    intervalMs: 8 * HOUR_MS,
    candleStepMs: HOUR_MS,
  };
  const upTo = (toMs: number) => [{ fromMs: 0, toMs }];
  const whole = { funding: upTo(16 * HOUR_MS + 60_000), candles: upTo(23 * HOUR_MS) };

  it('gives what is due at this moment its grace', () => {
    expect(unprovenTail(whole, due)).toBeUndefined();
  });

  it('ends when a settlement or a candle is later than its grace', () => {
    const late = { ...due, nowMs: due.nowMs + 16 * 60_000 };
    expect(unprovenTail(whole, late)?.text).toContain('The settlement of 1970-01-02T00:00');
    const settled = { ...whole, funding: upTo(24 * HOUR_MS + 60_000) };
    expect(unprovenTail(settled, late)?.text).toContain('The candle of 1970-01-01T23:00');
  });

  it('goes by the settlement that was due, also when the exchange has not published a new one', () => {
    const before = { ...due, nextFundingAtMs: 24 * HOUR_MS, nowMs: 25 * HOUR_MS };
    expect(unprovenTail(whole, before)?.code).toBe('not-proven');
  });
});
