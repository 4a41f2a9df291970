import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  covers,
  cutWindow,
  floorTo,
  holds,
  hullOf,
  intersectWindows,
  mergeWindows,
  overlap,
  subtractWindows,
  totalMs,
  within,
} from './time-window.js';

const windows = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 15 }))
    .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length })),
  { maxLength: 8 },
);
const instants = Array.from({ length: 80 }, (_, i) => i);

describe('time windows', () => {
  it('merge to sorted, disjoint windows that hold the same instants', () => {
    fc.assert(
      fc.property(windows, (some) => {
        const merged = mergeWindows(some);
        merged.forEach((window, i) => {
          expect(window.fromMs).toBeLessThan(window.toMs);
          const next = merged[i + 1];
          if (next) expect(window.toMs).toBeLessThan(next.fromMs);
        });
        for (const at of instants) expect(covers(merged, at)).toBe(covers(some, at));
      }),
    );
  });

  it('lie within the shortest window that holds all of them', () => {
    fc.assert(
      fc.property(windows, ([first, ...others]) => {
        if (!first) return;
        const hull = hullOf([first, ...others]);
        for (const window of [first, ...others]) expect(within(window, hull)).toBe(true);
        expect(within({ ...hull, toMs: hull.toMs + 1 }, hull)).toBe(false);
        expect(within({ ...hull, fromMs: hull.fromMs - 1 }, hull)).toBe(false);
      }),
    );
  });

  it('subtract and intersect instant by instant', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        const left = subtractWindows(a, b);
        const both = intersectWindows(a, b);
        for (const at of instants) {
          expect(covers(left, at)).toBe(covers(a, at) && !covers(b, at));
          expect(covers(both, at)).toBe(covers(a, at) && covers(b, at));
        }
        expect(totalMs(left) + totalMs(both)).toBe(totalMs(mergeWindows(a)));
      }),
    );
  });

  it('overlap when they share an instant, which an empty one never does', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        for (const one of a) {
          for (const other of b) {
            const shared = instants.some((at) => holds(one, at) && holds(other, at));
            expect(overlap(one, other)).toBe(shared);
          }
        }
      }),
    );
    expect(overlap({ fromMs: 5, toMs: 5 }, { fromMs: 0, toMs: 9 })).toBe(false);
  });

  it('are cut into pieces that join to the whole, at places that do not depend on the window', () => {
    const instant = fc.integer({ min: 0, max: 1000 });
    const size = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(instant, instant, size, instant, (fromMs, length, pieceMs, offsetMs) => {
        const window = { fromMs, toMs: fromMs + length };
        const pieces = cutWindow(window, pieceMs, offsetMs);
        expect(mergeWindows(pieces)).toEqual(mergeWindows([window]));
        for (const piece of pieces) {
          expect(piece.toMs - piece.fromMs).toBeLessThanOrEqual(pieceMs);
          if (piece.toMs !== window.toMs)
            expect(floorTo(piece.toMs - offsetMs, pieceMs)).toBe(piece.toMs - offsetMs);
        }
      }),
    );
    expect(() => cutWindow({ fromMs: 0, toMs: 1 }, 0)).toThrow(RangeError);
  });
});
