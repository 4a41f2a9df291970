import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { describe, expect, it } from '@jest/globals';
import { progressLine } from './progress-line.js';

const HALF_WAY: DataProgress = {
  v: 1,
  atMs: 0,
  exchange: 'bybit',
  source: 'live',
  state: 'fetching',
  reason: null,
  currentSymbol: 'INJ/USDT:USDT',
  pairsDone: 7,
  pairsTotal: 20,
  pagesDone: 5,
  pagesTotal: 10,
  rowsDone: 35_000,
  rowsTotal: 70_000,
  percent: 50,
  rowsPerSecond: 20_761.4,
  etaSeconds: 200,
  heldUntilMs: null,
};

describe('The progress line', () => {
  it('shows how far it is, how fast, and how long it will take', () => {
    expect(progressLine(HALF_WAY)).toBe(
      '████████████░░░░░░░░░░░░ 50.0 % · 7 of 20 pairs · 35,000 of 70,000 rows · 20,761 rows/s · 3 min 20 s left · INJ/USDT:USDT',
    );
  });

  it('fills the bar only when all is there', () => {
    const almost = progressLine({ ...HALF_WAY, percent: 99.9, rowsDone: 69_999 });
    expect(almost).toContain('███████████████████████░ 99.9 %');
    const all = progressLine({ ...HALF_WAY, percent: 100, rowsDone: 70_000, currentSymbol: null });
    expect(all).toBe(`${'█'.repeat(24)} 100.0 % · 7 of 20 pairs · 70,000 of 70,000 rows`);
  });

  it('says when the exchange asked everybody to be quiet, and why nothing moves', () => {
    const held = progressLine({
      ...HALF_WAY,
      heldUntilMs: Date.UTC(2026, 10, 1, 12, 30, 5),
      etaSeconds: null,
      reason: 'waiting for the exchange: it is busy',
    });
    expect(held).toContain('held by the exchange until 12:30:05 UTC');
    expect(held).toContain('waiting for the exchange: it is busy');
    expect(held).not.toContain('left');
  });

  it('shows no bar while it is not known what is wanted', () => {
    const nothing = { ...HALF_WAY, rowsDone: 0, rowsTotal: 0, percent: 0 };
    expect(progressLine(nothing)).toBe('choosing the markets');
    expect(progressLine({ ...nothing, reason: 'waiting for the exchange: no route' })).toBe(
      'waiting for the exchange: no route',
    );
  });
});
