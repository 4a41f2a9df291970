import type { Gap } from '@fullcarry/domain/gap';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import { describe, expect, it } from '@jest/globals';
import {
  certifiable,
  missingRows,
  rowProgress,
  wantedOf,
  type TrackedSeries,
} from './tracked-series.js';
import { candleSeries } from './tracked-series.fixture.js';

const NOON = 20_000 * DAY_MS + 12 * HOUR_MS;

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
    const { wanted } = wantedOf(candles, NOON + 59 * MINUTE_MS, 30, undefined);
    expect(wanted).toEqual({ fromMs: 20_000 * DAY_MS - 30 * DAY_MS, toMs: NOON });
  });

  it('ends with the settlement before the next one that the exchange announces', () => {
    const ticker = {
      symbol,
      turnoverUsdt24h: '1',
      fundingRate: '0.0001',
      nextFundingAtMs: NOON + 4 * HOUR_MS,
      fundingIntervalMinutes: 480,
      markPrice: '1',
      lastPrice: '1',
    };
    const { wanted } = wantedOf(funding, NOON, 30, ticker);
    expect(wanted.toMs).toBe(NOON - 4 * HOUR_MS + MINUTE_MS);
  });
});

describe('what can be certified now', () => {
  const wanted = { fromMs: NOON - 10 * HOUR_MS, toMs: NOON };
  const butTheLast = [{ fromMs: wanted.fromMs, toMs: NOON - HOUR_MS }];

  it('leaves out a newest row that is due for minutes only', () => {
    expect(certifiable(tracked(wanted, butTheLast), NOON + 5 * MINUTE_MS).toMs).toBe(
      NOON - HOUR_MS,
    );
  });

  it('holds it against the series once it is overdue', () => {
    const late = tracked(wanted, butTheLast);
    expect(certifiable(late, NOON + 20 * MINUTE_MS)).toEqual(wanted);
    expect(missingRows(late, wanted)).toBe(1);
  });

  it('does not excuse two missing rows', () => {
    const two = [{ fromMs: wanted.fromMs, toMs: NOON - 2 * HOUR_MS }];
    expect(certifiable(tracked(wanted, two), NOON + 5 * MINUTE_MS)).toEqual(wanted);
  });
});

describe('missing rows', () => {
  const wanted = { fromMs: NOON - 10 * HOUR_MS, toMs: NOON };

  it('are none when everything is covered', () => {
    expect(missingRows(tracked(wanted, [wanted]), wanted)).toBe(0);
  });

  it('count what was never asked for and what was seen to be lacking, each once', () => {
    const seen = gap(NOON - 8 * HOUR_MS, NOON - 6 * HOUR_MS, 2);
    const coverage = [{ fromMs: NOON - 5 * HOUR_MS, toMs: NOON }];
    expect(missingRows(tracked(wanted, coverage, [seen]), wanted)).toBe(5);
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
