import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { Candle } from '../../candle.js';
import {
  datasetSha256,
  isCut,
  piecesOf,
  seriesSha256,
  type Certificate,
  type Piece,
} from './certificate.js';
import { CANDLES, SETTLEMENTS } from '../answer/row-kind.js';
import type { Settlement } from '../../settlement.js';
import { DAY_MS, HOUR_MS } from '../../time-window.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const dayMs = Date.parse('2026-02-19T00:00Z');
const candles = Array.from({ length: 72 }, (_, hour): Candle => ({
  openAtMs: dayMs + hour * HOUR_MS,
  open: 3.1,
  high: 3.4 + hour / 100,
  low: 0.0000012,
  close: 3.2,
  volume: 1250.5,
}));
const settlements = [0, 8, 16].map((hour): Settlement => ({
  settledAtMs: dayMs + hour * HOUR_MS,
  stampedAtMs: dayMs + hour * HOUR_MS,
  rate: '0.0001',
}));
const ofCandles = (rows: readonly Candle[]) =>
  seriesSha256(piecesOf(CANDLES, rows, sha256), sha256);
const ofSettlements = (rows: readonly Settlement[]) =>
  seriesSha256(piecesOf(SETTLEMENTS, rows, sha256), sha256);

describe('the pieces of a series', () => {
  it('are its UTC days: how many rows, the first and the last of them', () => {
    const pieces = piecesOf(CANDLES, candles.slice(3, 50), sha256);
    expect(pieces).toMatchObject([
      {
        fromMs: dayMs,
        rows: 21,
        firstRowAtMs: dayMs + 3 * HOUR_MS,
        lastRowAtMs: dayMs + 23 * HOUR_MS,
      },
      { fromMs: dayMs + DAY_MS, rows: 24, firstRowAtMs: dayMs + DAY_MS },
      { fromMs: dayMs + 2 * DAY_MS, rows: 2, lastRowAtMs: dayMs + 49 * HOUR_MS },
    ]);
  });

  it('are none of a day without a row', () => {
    expect(piecesOf(CANDLES, [], sha256)).toEqual([]);
    const gappy = [...candles.slice(0, 24), ...candles.slice(48)];
    expect(piecesOf(CANDLES, gappy, sha256).map((piece) => piece.fromMs)).toEqual([
      dayMs,
      dayMs + 2 * DAY_MS,
    ]);
  });

  it('are digests that anybody can compute again from the rows written as text', () => {
    // printf '1771459200000,0.0001\n1771488000000,0.0001\n1771516800000,0.0001' | sha256sum
    expect(piecesOf(SETTLEMENTS, settlements, sha256)[0]?.sha256).toBe(
      '7912d3521960d2ab9efd283a5637b0b4cfd8fff96d57e5e36cf44ce8f7606e43',
    );
  });

  it('are the same in whatever whole days the rows are read', () => {
    const all = piecesOf(CANDLES, candles, sha256);
    fc.assert(
      fc.property(fc.subarray([1, 2]), (cuts) => {
        const ends = [0, ...cuts, 3];
        const pieces = ends
          .slice(1)
          .flatMap((end, i) =>
            piecesOf(CANDLES, candles.slice((ends[i] ?? 0) * 24, end * 24), sha256),
          );
        expect(pieces).toEqual(all);
      }),
    );
  });

  it('change only where a row does: one new candle costs one piece', () => {
    const before = piecesOf(CANDLES, candles.slice(0, 71), sha256);
    const after = piecesOf(CANDLES, candles, sha256);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toEqual(before[2]);
  });

  it('are refused to rows that are out of order, or come twice', () => {
    const [first, second] = [candles.slice(0, 12), candles.slice(12)];
    for (const rows of [
      [...second, ...first],
      [...first, ...first],
      [...candles].reverse(),
      [candles[0]!, candles[0]!],
    ]) {
      expect(() => piecesOf(CANDLES, rows, sha256)).toThrow(RangeError);
    }
  });

  it('are cut by a window that leaves out some of their rows, and by no other', () => {
    const [piece] = piecesOf(CANDLES, candles.slice(3, 20), sha256) as [Piece, ...Piece[]];
    const cutBy = (fromHour: number, toHour: number) =>
      isCut(piece, { fromMs: dayMs + fromHour * HOUR_MS, toMs: dayMs + toHour * HOUR_MS });
    expect([cutBy(0, 24), cutBy(3, 20), cutBy(4, 24), cutBy(0, 19)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('the fingerprint of a series', () => {
  it('is that of nothing where there is no row', () => {
    // SHA-256 of nothing.
    expect(ofSettlements([])).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('is over one line a piece: its day, how many rows, and their digest', () => {
    const digest = '7912d3521960d2ab9efd283a5637b0b4cfd8fff96d57e5e36cf44ce8f7606e43';
    expect(ofSettlements(settlements)).toBe(sha256(`1771459200000 3 ${digest}`));
  });

  it('is another when one digit of one candle changed', () => {
    const whole = ofCandles(candles);
    const field = fc.constantFrom('open', 'high', 'low', 'close', 'volume');
    fc.assert(
      fc.property(fc.nat({ max: 71 }), field, (i, name) => {
        const changed = candles.map((row, at) =>
          at === i ? { ...row, [name]: row[name as keyof Candle] + 1e-9 } : row,
        );
        expect(ofCandles(changed)).not.toBe(whole);
      }),
    );
  });

  it('is another when a row is left out, or one rate or its time changed', () => {
    const whole = ofSettlements(settlements);
    const [first, ...rest] = settlements as [Settlement, ...Settlement[]];
    const others: Settlement[][] = [
      rest,
      [{ ...first, rate: '0.0002' }, ...rest],
      [{ ...first, rate: '-0.0001' }, ...rest],
      [{ ...first, settledAtMs: dayMs + HOUR_MS }, ...rest],
    ];
    for (const other of others) expect(ofSettlements(other)).not.toBe(whole);
  });

  it('does not depend on the jitter of the raw stamps', () => {
    const jittered = settlements.map((row, i) => ({ ...row, stampedAtMs: row.stampedAtMs + i }));
    expect(ofSettlements(jittered)).toBe(ofSettlements(settlements));
  });
});

describe('the fingerprint of the data set', () => {
  const window = { fromMs: dayMs, toMs: dayMs + DAY_MS };
  const certificate: Certificate = {
    window,
    expected: 24,
    present: 24,
    confirmedEmpty: 0,
    missing: 0,
    beforeListing: 0,
    afterDelisting: 0,
    beforeHistory: 0,
    firstRowAtMs: dayMs,
    lastRowAtMs: dayMs + 23 * HOUR_MS,
    sha256: '0'.repeat(64),
  };
  const named = [
    'bybit:BTC/USDT:USDT:candles:1h',
    'bybit:BTC/USDT:USDT:funding',
    'bybit:INJ/USDT:USDT:funding',
  ].map((series) => ({ series, certificate }));
  const [first, ...rest] = named as [(typeof named)[0], ...typeof named];
  const changed = (other: Partial<Certificate>) => [
    { ...first, certificate: { ...certificate, ...other } },
    ...rest,
  ];

  it('does not depend on the order of the series', () => {
    const expected = datasetSha256(named, sha256);
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(fc.shuffledSubarray(named, { minLength: named.length }), (some) => {
        expect(datasetSha256(some, sha256)).toBe(expected);
      }),
    );
  });

  it('is over one line a series: its name, its window, how many rows, and their fingerprint', () => {
    const line = `bybit:BTC/USDT:USDT:candles:1h 1771459200000 1771545600000 24 ${'0'.repeat(64)}`;
    expect(datasetSha256([first], sha256)).toBe(sha256(line));
  });

  it('is another when any row, any window, any name or the number of series is', () => {
    const all = [
      named,
      rest,
      [{ ...first, series: 'okx:BTC/USDT:USDT:candles:1h' }, ...rest],
      changed({ sha256: '1'.repeat(64) }),
      changed({ present: 23 }),
      changed({ window: { ...window, toMs: window.toMs + HOUR_MS } }),
      changed({ window: { ...window, fromMs: window.fromMs - HOUR_MS } }),
    ].map((certificates) => datasetSha256(certificates, sha256));
    expect(new Set(all).size).toBe(all.length);
  });

  it('is the same for equal rows, however the absence of others was learnt', () => {
    const expected = datasetSha256(named, sha256);
    for (const other of [
      { expected: 31, confirmedEmpty: 7 },
      { beforeListing: 3 },
      { afterDelisting: 3 },
      { beforeHistory: 100 },
    ]) {
      expect(datasetSha256(changed(other), sha256)).toBe(expected);
    }
  });
});
