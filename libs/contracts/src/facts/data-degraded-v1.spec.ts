import { describe, expect, it } from '@jest/globals';
import {
  boundedDegraded,
  DataDegradedV1,
  degradedSymbols,
  isDegraded,
  MOST_GAPS,
  MOST_SERIES,
  type DataDegraded,
} from './data-degraded-v1.js';
import { jsonBytes } from './json-bytes.js';

const MOST_BYTES = 256_000;

function degraded(markets: number, gaps: number, evidence = 'asked 3 times'): DataDegraded {
  return {
    v: 1,
    atMs: 0,
    exchange: 'bybit',
    source: 'live',
    series: Array.from({ length: markets }, (_, market) => ({
      symbol: `COIN${market}/USDT:USDT`,
      nativeId: `COIN${market}USDT`,
      series: { kind: 'candles', timeframe: '1m' } as const,
      missing: 60 * gaps,
      gaps: Array.from({ length: gaps }, (__, gap) => ({
        fromMs: gap * 7_200_000,
        toMs: gap * 7_200_000 + 3_600_000,
        status: 'missing' as const,
        rowsExpected: 60,
        observations: 3,
        nextTryAtMs: 1_795_844_244_238,
        evidence,
      })),
    })),
  };
}

describe('a long list of degraded series', () => {
  it('of 500 series with 10 gaps each fits, says how much it is, and names every market', () => {
    const bounded = boundedDegraded(degraded(500, 10), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(bounded).toMatchObject({ seriesTotal: 500, gapsTotal: 5_000, missingTotal: 300_000 });
    expect(bounded.series).toHaveLength(MOST_SERIES);
    expect(bounded.series[0]!.gaps).toHaveLength(MOST_GAPS);
    expect(bounded.series[0]!.gapsTotal).toBe(10);
    expect(degradedSymbols(bounded)).toHaveLength(500);
    expect(isDegraded(bounded, 'COIN499/USDT:USDT')).toBe(true);
    expect(isDegraded(bounded, 'BTC/USDT:USDT')).toBe(false);
    expect(DataDegradedV1.schema.parse(bounded)).toEqual(bounded);
  });

  it('fits whatever the exchange answered', () => {
    const page = '\u0000<html>币'.repeat(20_000);
    const bounded = boundedDegraded(degraded(60, 9, page), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(bounded.series.length).toBeGreaterThan(0);
  });

  it('closes every market where not even their names fit', () => {
    const bounded = boundedDegraded(degraded(50_000, 1), MOST_BYTES);
    expect(jsonBytes(bounded)).toBeLessThanOrEqual(MOST_BYTES);
    expect(bounded.symbols).toBeUndefined();
    expect(isDegraded(bounded, 'BTC/USDT:USDT')).toBe(true);
  });

  it('travels as it is where it is short', () => {
    const bounded = boundedDegraded(degraded(2, 1), MOST_BYTES);
    expect(bounded).toMatchObject({ ...degraded(2, 1), seriesTotal: 2, gapsTotal: 2 });
    expect(bounded.symbols).toBeUndefined();
    expect(isDegraded(bounded, 'COIN2/USDT:USDT')).toBe(false);
    expect(isDegraded(boundedDegraded(degraded(0, 0), MOST_BYTES), 'COIN2/USDT:USDT')).toBe(false);
  });
});
