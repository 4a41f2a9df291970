import { describe, expect, it } from '@jest/globals';
import { daysBefore, settlementsBetween } from './played-days.js';

describe('The recorded days that a new replay plays', () => {
  it('are met a little after each settlement of eight hours, the last one before the present', () => {
    const toMs = Date.parse('2026-11-28T08:21:00Z');
    const instants = settlementsBetween(daysBefore(toMs, 1), toMs);
    expect(instants.map((atMs) => new Date(atMs).toISOString().slice(0, 16))).toEqual([
      '2026-11-27T16:05',
      '2026-11-28T00:05',
      '2026-11-28T08:05',
    ]);
  });

  it('are none when there is no day to play', () => {
    expect(settlementsBetween(1_000, 1_000)).toEqual([]);
  });
});
