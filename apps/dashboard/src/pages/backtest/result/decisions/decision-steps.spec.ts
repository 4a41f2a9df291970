import { hour, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { describe, expect, it } from '@jest/globals';
import { actedAt, answerFrom, decisionAt, decisionTimes } from './decision-steps.js';

const DELAY_MS = 10_000;
const settings = {} as never;
const run = (cycleHours: number, markets: number) => ({
  setup: {
    ...{ venue: 'bybit', startingEquityUsdt: '10000', assume: [], settings },
    window: { fromMs: START_MS, toMs: hour(48) },
    execution: {
      ...{ cycleMs: cycleHours * 3_600_000, decisionDelayMs: DELAY_MS, legDelayCandles: 0 },
      ...{ candleDelayMs: 5_000, settlementDelayMs: 5_000 },
    },
  },
  dataset: {
    ...{ source: 'live', timeframe: '1h', series: [], sha256: '' },
    symbols: Array.from({ length: markets }, (_, i) => `C${i}`),
  },
});

describe('stepping through a run', () => {
  it('goes from the first close of a candle to the last one before the end', () => {
    expect(decisionTimes(run(1, 20))).toEqual({
      ...{ firstMs: hour(1) + DELAY_MS, lastMs: hour(47) + DELAY_MS, everyMs: 3_600_000 },
      atOnce: 20,
    });
    const eight = decisionTimes(run(8, 2));
    expect([eight.firstMs, eight.lastMs]).toEqual([hour(8) + DELAY_MS, hour(40) + DELAY_MS]);
    expect(decisionAt(eight, hour(17))).toBe(hour(16) + DELAY_MS);
    expect([decisionAt(eight, 0), decisionAt(eight, Infinity)]).toEqual([
      eight.firstMs,
      eight.lastMs,
    ]);
  });

  it('asks once for many decisions, and for fewer of more markets', () => {
    const times = decisionTimes(run(1, 20));
    const at = (hours: number) => answerFrom(times, hour(hours) + DELAY_MS);
    expect([at(1), at(20), at(21)]).toEqual([1, 1, 21].map((h) => hour(h) + DELAY_MS));
    expect(decisionTimes(run(1, 100)).atOnce).toBe(4);
  });

  it('knows by which decisions something was done', () => {
    const trade = (openedAtMs: number, closedAtMs?: number) =>
      ({ openedAtMs, ...(closedAtMs !== undefined && { closedAtMs }) }) as never;
    const trades = [trade(hour(5) + DELAY_MS, hour(9) + DELAY_MS), trade(hour(5) + DELAY_MS)];
    expect(actedAt({ ...run(1, 2), trades })).toEqual([5, 9].map((h) => hour(h) + DELAY_MS));
  });
});
