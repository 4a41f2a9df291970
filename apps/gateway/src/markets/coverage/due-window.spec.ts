import { CANDLE_GRACE_MS } from '@fullcarry/domain/completeness/schedule/grace';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { describe, expect, it } from '@jest/globals';
import { dueWindow } from './due-window.js';

const NOON = 20_000 * DAY_MS + 12 * HOUR_MS;
const FROM_MS = 19_970 * DAY_MS;
const about = { exchange: 'bybit', symbol: 'BTC/USDT:USDT' };
const CANDLES = seriesOf({ ...about, kind: 'candles', timeframe: '1h' });
const FUNDING = seriesOf({ ...about, kind: 'funding' });
const LOOKBACKS = { usualDays: 30, premiumDays: 30 };

function seriesOf(key: StoredSeries['key']): StoredSeries {
  return {
    id: 1,
    key,
    market: {
      ...{ id: 1, ...about, nativeId: 'BTCUSDT', source: 'live', listing: 0, tracked: true },
      ...{ listedAtMs: undefined, delistedAtMs: undefined },
      ...{ rank: 1, turnoverUsdt24h: '1', evaluatedAtMs: 0 },
    },
    ...{ isTracked: true, version: 0, rows: 0, revisions: 0 },
    ...{ lastSyncAtMs: undefined, scrubCursorMs: undefined, scrubbedAtMs: undefined },
  };
}

function candlesDueTo(coveredToMs: number, nowMs: number): number {
  const coverage = [{ fromMs: FROM_MS, toMs: coveredToMs }];
  return dueWindow(CANDLES, { coverage, runs: [] }, LOOKBACKS, nowMs).toMs;
}

describe('what is due of candles', () => {
  it('is without the candle that closed just now and may still be on its way', () => {
    expect(candlesDueTo(NOON - HOUR_MS, NOON + CANDLE_GRACE_MS - 1)).toBe(NOON - HOUR_MS);
    expect(candlesDueTo(NOON - HOUR_MS, NOON + CANDLE_GRACE_MS)).toBe(NOON);
  });

  it('is without it also where older ones are lacking before it, as in the certificate', () => {
    expect(candlesDueTo(NOON - 5 * HOUR_MS, NOON + MINUTE_MS)).toBe(NOON - HOUR_MS);
  });

  it('is with it once it was asked for with success', () => {
    expect(candlesDueTo(NOON, NOON + MINUTE_MS)).toBe(NOON);
  });
});

describe('what is due of funding', () => {
  const run = {
    ...{ observedAtMs: NOON - 20 * HOUR_MS, firstNextAtMs: NOON - 16 * HOUR_MS },
    ...{ intervalMs: 8 * HOUR_MS, lastNextAtMs: NOON },
  };
  const dueTo = (coveredToMs: number, nowMs: number, runs = [run]) =>
    dueWindow(
      FUNDING,
      { coverage: [{ fromMs: FROM_MS, toMs: coveredToMs }], runs },
      LOOKBACKS,
      nowMs,
    ).toMs;

  it('is without the settlement of just now, also where the one before it is lacking', () => {
    expect(dueTo(NOON - 8 * HOUR_MS + MINUTE_MS, NOON + MINUTE_MS)).toBe(NOON);
    expect(dueTo(NOON - 9 * HOUR_MS, NOON + MINUTE_MS)).toBe(NOON);
    expect(dueTo(NOON - 9 * HOUR_MS, NOON + HOUR_MS)).toBe(NOON + MINUTE_MS);
  });

  it('is what is covered where the exchange announces nothing', () => {
    expect(dueTo(NOON - 9 * HOUR_MS, NOON, [])).toBe(NOON - 9 * HOUR_MS);
  });
});
