import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import {
  CANDLE_GRACE_MS,
  SETTLEMENT_GRACE_MS,
} from '@fullcarry/domain/completeness/schedule/grace';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { describe, expect, it } from '@jest/globals';
import {
  behindSinceMs,
  openGaps,
  rowProgress,
  rowsToAsk,
  wantedOf,
  type TrackedSeries,
} from './tracked-series.js';
import { candleSeries } from './tracked-series.fixture.js';

const NOON = 20_000 * DAY_MS + 12 * HOUR_MS;

const LOOKBACKS = { usualDays: 30, premiumDays: 2 };

const anyWindow = { fromMs: 0, toMs: 0 };
const { series: candles } = candleSeries('BTC', anyWindow);
const { exchange, symbol } = candles.key;
const funding: StoredSeries = { ...candles, key: { exchange, symbol, kind: 'funding' } };

function tracked(wanted: TimeWindow, coverage: TimeWindow[], gaps: Gap[] = []): TrackedSeries {
  return candleSeries('BTC', wanted, { coverage, gaps });
}

function gap(fromMs: number, toMs: number, rowsExpected: number): Gap {
  return {
    fromMs,
    toMs,
    rowsExpected,
    status: 'missing',
    observations: 1,
    firstObservedAtMs: 0,
    lastObservedAtMs: 0,
    nextTryAtMs: 0,
    evidence: '',
  };
}

describe('what is wanted of a series', () => {
  it('ends with the last candle that the exchange’s clock closed', () => {
    const { wanted } = wantedOf(candles, NOON + 59 * MINUTE_MS, LOOKBACKS, []);
    expect(wanted).toEqual({ fromMs: 20_000 * DAY_MS - 30 * DAY_MS, toMs: NOON });
  });

  it('begins with the look-back of its kind, and has its step: the premium index is kept by the minute', () => {
    const key = { exchange, symbol, kind: 'premium-candles', timeframe: '1m' } as const;
    const { wanted, stepMs } = wantedOf({ ...candles, key }, NOON + 90_000, LOOKBACKS, []);
    expect(stepMs).toBe(MINUTE_MS);
    expect(wanted).toEqual({
      fromMs: 20_000 * DAY_MS - 2 * DAY_MS,
      toMs: NOON + MINUTE_MS,
    });
  });

  it('ends with the settlement before the next one that the exchange announces', () => {
    const nextMs = NOON + 4 * HOUR_MS;
    const run: AnnouncedRun = {
      observedAtMs: NOON - 3 * HOUR_MS,
      firstNextAtMs: nextMs,
      intervalMs: 8 * HOUR_MS,
      lastNextAtMs: nextMs,
    };
    const { wanted, stepMs } = wantedOf(funding, NOON, LOOKBACKS, [run]);
    expect(stepMs).toBe(8 * HOUR_MS);
    expect(wanted.toMs).toBe(NOON - 4 * HOUR_MS + MINUTE_MS);
  });
});

describe('since when a series is behind', () => {
  const wanted = { fromMs: NOON - 10 * HOUR_MS, toMs: NOON };

  it('is never while everything was asked for', () => {
    expect(behindSinceMs(tracked(wanted, [wanted]), NOON + DAY_MS)).toBeUndefined();
  });

  it('is when the grace of the first candle is over that nobody asked for', () => {
    const butTheLast = tracked(wanted, [{ fromMs: wanted.fromMs, toMs: NOON - HOUR_MS }]);
    const overMs = NOON + CANDLE_GRACE_MS;
    expect(behindSinceMs(butTheLast, overMs - 1)).toBeUndefined();
    expect(behindSinceMs(butTheLast, overMs + DAY_MS)).toBe(overMs);
  });

  it('is a quarter of an hour after the first settlement that nobody asked for', () => {
    const asked = [{ fromMs: wanted.fromMs, toMs: NOON }];
    const one = { ...tracked({ ...wanted, toMs: NOON + MINUTE_MS }, asked), series: funding };
    expect(behindSinceMs(one, NOON + SETTLEMENT_GRACE_MS - 1)).toBeUndefined();
    expect(behindSinceMs(one, NOON + HOUR_MS)).toBe(NOON + SETTLEMENT_GRACE_MS);
  });
});

describe('what is left of a series', () => {
  const wanted = { fromMs: NOON - 10 * HOUR_MS, toMs: NOON };

  it('is nothing to ask for when everything is covered', () => {
    expect(rowsToAsk(tracked(wanted, [wanted]))).toBe(0);
  });

  it('is to ask for what is not covered, seen to be lacking or not, each row once', () => {
    const seen = gap(NOON - 8 * HOUR_MS, NOON - 6 * HOUR_MS, 2);
    const coverage = [{ fromMs: NOON - 5 * HOUR_MS, toMs: NOON }];
    expect(rowsToAsk(tracked(wanted, coverage, [seen]))).toBe(5);
  });

  it('is open where gaps are missing in what is wanted, and nowhere else', () => {
    const seen = gap(NOON - 8 * HOUR_MS, NOON - 6 * HOUR_MS, 2);
    const older = gap(wanted.fromMs - 2 * HOUR_MS, wanted.fromMs, 2);
    const empty: Gap = { ...gap(NOON - HOUR_MS, NOON, 1), status: 'confirmed-empty' };
    expect(openGaps(tracked(wanted, [], [older, seen, empty]))).toEqual([seen]);
  });
});

describe('progress', () => {
  it('counts the covered share of the rows that are wanted', () => {
    const wanted = { fromMs: NOON - 10 * HOUR_MS, toMs: NOON };
    const some = tracked(wanted, [{ fromMs: NOON - 4 * HOUR_MS, toMs: NOON + HOUR_MS }]);
    expect(rowProgress(some)).toEqual({ done: 4, total: 10 });
  });

  it('is complete for a series of which nothing is wanted yet', () => {
    expect(rowProgress(tracked({ fromMs: NOON, toMs: NOON }, []))).toEqual({ done: 0, total: 0 });
  });
});
