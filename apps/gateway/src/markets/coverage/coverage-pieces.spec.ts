import { DAY_MS, totalMs } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coveragePieces } from './coverage-pieces.js';
import { dayLetters } from './day-letters.js';

const seen = {
  rowsExpected: 1,
  observations: 2,
  firstObservedAtMs: 1,
  lastObservedAtMs: 1,
  nextTryAtMs: 1,
  evidence: '',
};
const window = { fromMs: 0, toMs: 5 * DAY_MS };
const day = (number: number, days = 1) => ({
  fromMs: number * DAY_MS,
  toMs: (number + days) * DAY_MS,
});

describe('coveragePieces', () => {
  it('tells a gap that was seen from a stretch that is being fetched, and from one that was never asked for', () => {
    const known = {
      coverage: [day(0), day(3)],
      gaps: [
        { ...day(1), status: 'missing' as const, ...seen },
        { ...day(3), status: 'confirmed-empty' as const, ...seen },
      ],
    };
    const statuses = (isMoving: boolean) =>
      coveragePieces(window, known, isMoving).map((piece) => piece.status);
    expect(statuses(true)).toEqual([
      'present',
      'missing',
      'fetching',
      'confirmed-empty',
      'fetching',
    ]);
    expect(statuses(false)).toEqual([
      'present',
      'missing',
      'not-fetched',
      'confirmed-empty',
      'not-fetched',
    ]);
    expect(dayLetters(coveragePieces(window, known, false), 0, 6, false)).toBe('PMNENN');
    expect(dayLetters(coveragePieces(window, known, true), 0, 6, false)).toBe('PMFEFF');
  });

  it('says of what the exchange no longer keeps that it does not, and not that it is missing', () => {
    const lost = { ...day(0, 3), status: 'before-history' as const, ...seen };
    const pieces = coveragePieces(window, { coverage: [day(3, 2)], gaps: [lost] }, true);
    expect(dayLetters(pieces, 0, 5, false)).toBe('HHHPP');
  });

  it('always says one thing of every instant of the window', () => {
    const windows = fc
      .tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: 0, max: 60 }))
      .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
    const status = fc.constantFrom(
      'missing',
      'confirmed-empty',
      'before-listing',
      'after-delisting',
      'before-history',
    );
    const gaps = fc.tuple(windows, status).map(([at, kind]) => ({ ...at, status: kind, ...seen }));
    fc.assert(
      fc.property(fc.array(windows), fc.array(gaps), fc.boolean(), (coverage, holes, isMoving) => {
        const pieces = coveragePieces(
          { fromMs: 0, toMs: 100 },
          { coverage, gaps: holes },
          isMoving,
        );
        expect(totalMs(pieces)).toBe(100);
        pieces.reduce((toMs, piece) => {
          expect(piece.fromMs).toBe(toMs);
          return piece.toMs;
        }, 0);
      }),
      { seed: 7 },
    );
  });
});
