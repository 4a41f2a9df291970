import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from './candle.js';
import {
  absencesOf,
  certifyCandles,
  certifySettlements,
  datasetSha256,
  type Certificate,
} from './certificate.js';
import type { Gap, GapStatus } from './gap.js';
import type { Settlement } from './settlement.js';
import { DAY_MS, HOUR_MS, type TimeWindow } from './time-window.js';

const dayMs = Date.parse('2026-02-19T00:00Z');
const window = { fromMs: dayMs, toMs: dayMs + DAY_MS };
const none = { confirmedEmpty: 0, missing: 0 };
const candles = Array.from({ length: 24 }, (_, hour): Candle => ({
  openAtMs: dayMs + hour * HOUR_MS,
  open: 3.1,
  high: 3.4 + hour / 100,
  low: 0.0000012,
  close: 3.2,
  volume: 1250.5,
}));
const settlements = [0, 8, 16].map((hour): Settlement => ({
  settledAtMs: dayMs + hour * HOUR_MS,
  observedAtMs: dayMs + hour * HOUR_MS,
  rate: '0.0001',
}));
/** The rows in pieces that begin at these places, some of them perhaps empty. */
const cutAt = <T>(rows: readonly T[], places: readonly number[]) => {
  const ends = [0, ...[...places].sort((a, b) => a - b), rows.length];
  return ends.slice(1).map((end, i) => rows.slice(ends[i], end));
};
const shuffled = <T>(rows: readonly T[]) =>
  fc.shuffledSubarray([...rows], { minLength: rows.length });

describe('the certificate of a series', () => {
  it('says what was due, what is there, and from when to when', async () => {
    const absences = { confirmedEmpty: 2, missing: 1 };
    expect(await certifyCandles([candles.slice(3)], window, absences)).toMatchObject({
      window,
      expected: 24,
      present: 21,
      confirmedEmpty: 2,
      missing: 1,
      firstRowAtMs: dayMs + 3 * HOUR_MS,
      lastRowAtMs: dayMs + 23 * HOUR_MS,
    });
  });

  it('knows no first and last row where there is none', async () => {
    const empty = await certifySettlements([], window, { confirmedEmpty: 0, missing: 3 });
    expect(empty).toMatchObject({
      expected: 3,
      present: 0,
      firstRowAtMs: undefined,
      lastRowAtMs: undefined,
      // SHA-256 of nothing.
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  it('is one that anybody can compute again from the rows written as text', async () => {
    // printf '1771459200000,0.0001\n1771488000000,0.0001\n1771516800000,0.0001' | sha256sum
    const { sha256 } = await certifySettlements([settlements], window, none);
    expect(sha256).toBe('7912d3521960d2ab9efd283a5637b0b4cfd8fff96d57e5e36cf44ce8f7606e43');
  });

  it('has the same fingerprint in whatever pieces the rows are read', async () => {
    const ofCandles = await certifyCandles([candles], window, none);
    const ofSettlements = await certifySettlements([settlements], window, none);
    const cuts = fc.array(fc.nat({ max: 24 }));
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect(await certifyCandles(cutAt(candles, at), window, none)).toEqual(ofCandles);
        expect(await certifySettlements(cutAt(settlements, at), window, none)).toEqual(
          ofSettlements,
        );
      }),
    );
  });

  it('is refused to rows that are out of order, or come twice', async () => {
    const [first = [], second = []] = cutAt(candles, [12]);
    for (const pieces of [[second, first], [first, first], [[...candles].reverse()]]) {
      await expect(certifyCandles(pieces, window, none)).rejects.toThrow(RangeError);
    }
  });

  it('has another fingerprint when one digit of one candle changed', async () => {
    const { sha256 } = await certifyCandles([candles], window, none);
    const field = fc.constantFrom('open', 'high', 'low', 'close', 'volume');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 23 }), field, async (i, name) => {
        const changed = candles.map((row, at) =>
          at === i ? { ...row, [name]: row[name as keyof Candle] + 1e-9 } : row,
        );
        expect((await certifyCandles([changed], window, none)).sha256).not.toBe(sha256);
      }),
    );
  });

  it('has another fingerprint when a row is left out, or one rate or its time changed', async () => {
    const { sha256 } = await certifySettlements([settlements], window, none);
    const [first, ...rest] = settlements as [Settlement, ...Settlement[]];
    const others: Settlement[][] = [
      rest,
      [{ ...first, rate: '0.0002' }, ...rest],
      [{ ...first, rate: '-0.0001' }, ...rest],
      [{ ...first, settledAtMs: dayMs + HOUR_MS }, ...rest],
    ];
    for (const other of others) {
      expect((await certifySettlements([other], window, none)).sha256).not.toBe(sha256);
    }
  });

  it('does not depend on the jitter of the raw stamps', async () => {
    const jittered = settlements.map((row, i) => ({ ...row, observedAtMs: row.observedAtMs + i }));
    expect(await certifySettlements([jittered], window, none)).toEqual(
      await certifySettlements([settlements], window, none),
    );
  });
});

describe('absences', () => {
  const gapOf = (status: GapStatus, hours: TimeWindow, rowsExpected: number): Gap => ({
    fromMs: dayMs + hours.fromMs * HOUR_MS,
    toMs: dayMs + hours.toMs * HOUR_MS,
    status,
    rowsExpected,
    observations: 2,
    firstObservedAtMs: dayMs,
    lastObservedAtMs: dayMs,
    nextTryAtMs: dayMs,
    evidence: '',
  });

  it('are what is missing and what is proven empty; outside a life nothing is due', () => {
    const gaps = [
      gapOf('before-listing', { fromMs: 0, toMs: 3 }, 3),
      gapOf('confirmed-empty', { fromMs: 4, toMs: 6 }, 2),
      gapOf('missing', { fromMs: 8, toMs: 9 }, 1),
      gapOf('missing', { fromMs: 10, toMs: 14 }, 4),
      gapOf('after-delisting', { fromMs: 20, toMs: 24 }, 4),
    ];
    expect(absencesOf(gaps, window)).toEqual({ confirmedEmpty: 2, missing: 5 });
  });

  it('are only the rows inside the window of a gap that reaches out of it', () => {
    const gaps = [
      gapOf('missing', { fromMs: -30, toMs: 2 }, 32),
      gapOf('confirmed-empty', { fromMs: 23, toMs: 30 }, 7),
      gapOf('missing', { fromMs: -9, toMs: 0 }, 9),
      gapOf('missing', { fromMs: 24, toMs: 25 }, 1),
    ];
    expect(absencesOf(gaps, window)).toEqual({ confirmedEmpty: 1, missing: 2 });
  });

  it('never leave out a settlement of a gap that the window begins in', () => {
    // 16:00 the day before to 8:00, 0:00 left out: less than half of it lies in the day.
    const gap = {
      ...gapOf('missing', { fromMs: -8, toMs: 8 }, 1),
      fromMs: dayMs - 8 * HOUR_MS + 60_000,
    };
    expect(absencesOf([gap], window).missing).toBe(1);
  });
});

describe('the fingerprint of the data set', () => {
  const certificate: Certificate = {
    window,
    expected: 24,
    present: 24,
    confirmedEmpty: 0,
    missing: 0,
    firstRowAtMs: dayMs,
    lastRowAtMs: dayMs + 23 * HOUR_MS,
    sha256: '0'.repeat(64),
  };
  const named = [
    'bybit:BTC/USDT:USDT:candles:1h',
    'bybit:BTC/USDT:USDT:funding',
    'bybit:INJ/USDT:USDT:funding',
  ].map((series) => ({ series, certificate }));

  it('does not depend on the order of the series', async () => {
    const expected = await datasetSha256(named);
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    await fc.assert(
      fc.asyncProperty(shuffled(named), async (some) => {
        expect(await datasetSha256(some)).toBe(expected);
      }),
    );
  });

  it('is another when any certificate, any name or the number of series is', async () => {
    const [first, ...rest] = named as [(typeof named)[0], ...typeof named];
    const changed = (other: Partial<Certificate>) => [
      { ...first, certificate: { ...certificate, ...other } },
      ...rest,
    ];
    const all = await Promise.all(
      [
        named,
        rest,
        [{ ...first, series: 'okx:BTC/USDT:USDT:candles:1h' }, ...rest],
        changed({ sha256: '1'.repeat(64) }),
        changed({ expected: 25 }),
        changed({ present: 23 }),
        changed({ confirmedEmpty: 1 }),
        changed({ window: { ...window, toMs: window.toMs + HOUR_MS } }),
        changed({ window: { ...window, fromMs: window.fromMs - HOUR_MS } }),
      ].map((certificates) => datasetSha256(certificates)),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});
