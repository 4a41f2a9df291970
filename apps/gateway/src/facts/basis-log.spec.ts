import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { describe, expect, it } from '@jest/globals';
import { BasisLog } from './basis-log.js';

const MINUTE_MS = 60_000;
const PEPE = '1000PEPE/USDT:USDT';

function polled(atMs: number, lastPrice: string, spotPrice: string | null): MarketRates {
  const spot =
    spotPrice === null
      ? null
      : { symbol: 'PEPE/USDT', lastPrice: spotPrice, unitsPerContract: 1000 };
  return {
    v: 1,
    atMs,
    exchange: 'bybit',
    source: 'live',
    pollSeconds: 5,
    markets: [
      {
        symbol: PEPE,
        nativeId: '1000PEPEUSDT',
        predictedRate: '0.0001',
        nextFundingAtMs: 0,
        intervalMinutes: 480,
        markPrice: lastPrice,
        lastPrice,
        turnoverUsdt24h: '1',
        spot,
      },
    ],
  };
}

describe('The basis that was heard', () => {
  it('is of as many coins as one contract stands for, once a minute', () => {
    const log = new BasisLog();
    log.take(polled(0, '10.1', '0.01'));
    log.take(polled(10_000, '10.2', '0.01'));
    log.take(polled(MINUTE_MS, '10.3', '0.0101'));
    expect(log.pointsOf(PEPE)).toEqual([
      [0, 10.1, 10],
      [MINUTE_MS, 10.3, 10.1],
    ]);
  });

  it('is not known where no spot price is published', () => {
    const log = new BasisLog();
    log.take(polled(0, '10.1', null));
    expect(log.pointsOf(PEPE)).toEqual([]);
  });

  it('reaches back for days in a bounded number of points, the oldest kept', () => {
    const log = new BasisLog();
    for (let minute = 0; minute < 5_000; minute++) {
      log.take(polled(minute * MINUTE_MS, '10', '0.01'));
    }
    const points = log.pointsOf(PEPE);
    expect(points.length).toBeLessThanOrEqual(600);
    expect(points[0]?.[0]).toBe(0);
    expect(points.at(-1)?.[0]).toBe(4_999 * MINUTE_MS);
  });

  it('begins anew where the exchange’s time has moved back', () => {
    const log = new BasisLog();
    log.take(polled(10 * MINUTE_MS, '10', '0.01'));
    log.take(polled(MINUTE_MS, '11', '0.01'));
    expect(log.pointsOf(PEPE)).toEqual([[MINUTE_MS, 11, 10]]);
  });
});
