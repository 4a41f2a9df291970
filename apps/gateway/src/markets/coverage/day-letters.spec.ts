import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { dayLetters } from './day-letters.js';

const FROM_MS = 20_000 * DAY_MS;
const day = (n: number) => FROM_MS + n * DAY_MS;
const present = (from: number, to: number) => [
  { fromMs: day(from), toMs: day(to), status: 'present' as const },
];

describe('the days of a series', () => {
  it('are before its listing where its look-back is that of all, and outside it where that is shorter', () => {
    expect(dayLetters(present(3, 5), FROM_MS, 5, false)).toBe('BBBPP');
    expect(dayLetters(present(3, 5), FROM_MS, 5, false, day(3))).toBe('OOOPP');
    // Listed within its own look-back: only what is before that was never to be kept.
    expect(dayLetters(present(3, 5), FROM_MS, 5, false, day(2))).toBe('OOBPP');
    expect(dayLetters([], FROM_MS, 3, false, day(2))).toBe('OOB');
  });
});
