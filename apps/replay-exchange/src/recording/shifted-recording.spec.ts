import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '../clock/durations.js';
import { datedFuture } from './dated-future.js';
import { marketManifest } from './market-manifest.js';
import { RECORDINGS_DIRECTORY, RecordingLibrary } from './recording-library.js';
import { shiftRecording, weeksTo } from './shifted-recording.js';

const ANCHOR_MS = Date.parse('2026-09-01T12:34:56Z');
const library = new RecordingLibrary(RECORDINGS_DIRECTORY);
const recordings = marketManifest(ANCHOR_MS).map((spec) =>
  shiftRecording(spec, library, ANCHOR_MS),
);
const instants = fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') });

describe('the manifest', () => {
  it('has 28 USDT perpetuals to select, and four decoys', () => {
    const selectable = recordings.filter(
      ({ spec }) =>
        spec.role === 'market' && spec.settleCoin === 'USDT' && spec.deliveryAtMs === undefined,
    );
    expect(selectable).toHaveLength(28);
    expect(recordings).toHaveLength(32);
  });

  it('names every stand-in', () => {
    for (const { spec } of recordings) {
      const isOwn = spec.nativeId === spec.candles.symbol;
      expect(spec.standIn === undefined).toBe(isOwn);
    }
  });
});

describe('a shifted recording', () => {
  it('ends between one and two weeks after the anchor, or for the closed market a month before it', () => {
    for (const { spec, toMs } of recordings) {
      if (spec.role === 'closed') {
        expect(toMs).toBeLessThanOrEqual(ANCHOR_MS - 4 * WEEK_MS);
      } else {
        expect(toMs).toBeGreaterThanOrEqual(ANCHOR_MS + WEEK_MS);
        expect(toMs).toBeLessThan(ANCHOR_MS + 2 * WEEK_MS);
      }
    }
  });

  it('has every hour and every settlement of the common stretch, and nothing else', () => {
    for (const { candles, settlements, fromMs, toMs } of recordings) {
      expect(candles.map((row) => row.openAtMs)).toEqual(
        Array.from({ length: candles.length }, (_, i) => fromMs + i * HOUR_MS),
      );
      expect(candles).toHaveLength(Math.floor((toMs - fromMs) / HOUR_MS));
      for (const { stampMs } of settlements) {
        expect(stampMs).toBeGreaterThanOrEqual(fromMs);
        expect(stampMs).toBeLessThan(toMs + MINUTE_MS);
      }
    }
  });

  it('keeps the values as they were recorded', () => {
    const injective = recordings.find(({ spec }) => spec.nativeId === 'INJUSDT');
    const recorded = library.settlements({ exchange: 'bybit', symbol: 'INJUSDT' });
    const shiftMs = (injective?.shiftWeeks ?? 0) * WEEK_MS;
    const rates = new Map(recorded.map((row) => [row.stampMs + shiftMs, row.rate]));
    for (const row of injective?.settlements ?? []) expect(rates.get(row.stampMs)).toBe(row.rate);
  });

  it('keeps the changes of interval: INJUSDT goes from 8 h to 1 h, over 6 h, to 8 h', () => {
    const injective = recordings.find(({ spec }) => spec.nativeId === 'INJUSDT');
    const stamps = injective?.settlements.map((row) => row.stampMs) ?? [];
    const steps = stamps.slice(1).map((stamp, i) => (stamp - (stamps[i] ?? 0)) / HOUR_MS);
    const changes = steps.filter((step, i) => step !== steps[i - 1]);
    expect(changes).toEqual([8, 1, 6, 8]);
  });

  it('keeps the jitter of stamps', () => {
    const zcash = recordings.find(({ spec }) => spec.nativeId === 'ZECUSDT');
    expect(zcash?.settlements.some((row) => row.stampMs % MINUTE_MS !== 0)).toBe(true);
  });

  it('moves by the fewest whole weeks that reach seven days beyond the anchor', () => {
    fc.assert(
      fc.property(instants, instants, (endMs, anchorMs) => {
        const weeks = weeksTo(endMs, anchorMs);
        expect(Number.isInteger(weeks)).toBe(true);
        expect(endMs + weeks * WEEK_MS).toBeGreaterThanOrEqual(anchorMs + 7 * DAY_MS);
        expect(endMs + (weeks - 1) * WEEK_MS).toBeLessThan(anchorMs + 7 * DAY_MS);
      }),
    );
  });
});

describe('the dated future', () => {
  it('is the quarterly one that lives 60 days or more', () => {
    expect(datedFuture('BTCUSDT', Date.parse('2025-09-01T00:00:00Z'))).toEqual({
      nativeId: 'BTCUSDT-26DEC25',
      deliveryAtMs: Date.parse('2025-12-26T08:00:00Z'),
    });
  });

  it('is delivered on a Friday at 08:00, 60 to 160 days ahead', () => {
    fc.assert(
      fc.property(instants, (anchorMs) => {
        const { deliveryAtMs } = datedFuture('BTCUSDT', anchorMs);
        expect(new Date(deliveryAtMs).getUTCDay()).toBe(5);
        expect(deliveryAtMs % DAY_MS).toBe(8 * HOUR_MS);
        const aheadDays = (deliveryAtMs - anchorMs) / DAY_MS;
        expect(aheadDays).toBeGreaterThanOrEqual(60);
        expect(aheadDays).toBeLessThan(160);
      }),
    );
  });
});
