import { describe, expect, it } from '@jest/globals';
import {
  dayText,
  durationText,
  intervalText,
  relativeText,
  utcSecondText,
  utcText,
} from './times.js';

const NOON_MS = Date.parse('2026-08-01T12:00:00Z');

describe('times for people', () => {
  it('is always UTC, whatever the machine thinks', () => {
    expect(utcText(NOON_MS)).toBe('2026-08-01 12:00 UTC');
    expect(utcSecondText(NOON_MS + 5_000)).toBe('2026-08-01 12:00:05 UTC');
    expect(dayText(NOON_MS)).toBe('2026-08-01');
  });

  it('says how far an instant is from now, in both directions', () => {
    expect(relativeText(NOON_MS - 190_000, NOON_MS)).toBe('3 min 10 s ago');
    expect(relativeText(NOON_MS + 7_500_000, NOON_MS)).toBe('in 2 h 5 min');
    expect(relativeText(NOON_MS, NOON_MS + 900)).toBe('now');
  });

  it('shows a length in its two largest units', () => {
    expect(durationText(350)).toBe('350 ms');
    expect(durationText(4_200)).toBe('4.2 s');
    expect(durationText(42_000)).toBe('42 s');
    expect(durationText(60_000)).toBe('1 min');
    expect(durationText(100 * 3_600_000)).toBe('4 d 4 h');
  });

  it('names a funding interval in hours where it is whole hours', () => {
    expect(intervalText(480)).toBe('8 h');
    expect(intervalText(30)).toBe('30 min');
  });
});
