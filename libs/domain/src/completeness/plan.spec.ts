import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Gap } from './judge/gap.js';
import { countWindows, lacksHistory, planWindows, unproven, type SeriesState } from './plan.js';
import {
  covers,
  durationMs,
  holds,
  mergeWindows,
  overlap,
  subtractWindows,
  totalMs,
  type TimeWindow,
} from '../time-window.js';
import { nowMs, confirmMs, gapOf } from './planned-gap.fixture.js';

const pageMs = 7;
const planOf = (state: SeriesState) => [...planWindows(state, pageMs, nowMs, confirmMs)];

const windowWithin = (max: number) =>
  fc
    .tuple(fc.nat({ max }), fc.integer({ min: 1, max: 12 }))
    .map(([fromMs, length]) => ({ fromMs, toMs: Math.min(fromMs + length, max + 1) }));

/** Coverage and gaps never overlap: a gap is what was asked for and is not proven. */
const states = fc
  .record({
    wanted: fc
      .tuple(fc.nat({ max: 20 }), fc.integer({ min: 0, max: 60 }))
      .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length })),
    coverage: fc.array(windowWithin(80), { maxLength: 5 }),
    holes: fc.array(windowWithin(80), { maxLength: 4 }),
    due: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  })
  .map(({ wanted, coverage, holes, due }): SeriesState => {
    const gaps = subtractWindows(holes, coverage).map((hole, i) =>
      gapOf(hole, due[i] ? nowMs : nowMs + 1),
    );
    return { wanted, coverage, gaps, claims: [] };
  });
const instants = Array.from({ length: 100 }, (_, i) => i);
const isDue = (gap: Gap) => gap.nextTryAtMs <= nowMs;

describe('the plan of a series', () => {
  it('is, with what is covered and what waits, all that is wanted', () => {
    fc.assert(
      fc.property(states, (state) => {
        const planned = planOf(state);
        const waiting = state.gaps.filter((gap) => !isDue(gap));
        for (const at of instants.filter((instant) => holds(state.wanted, instant))) {
          expect(covers([...planned, ...state.coverage, ...waiting], at)).toBe(true);
        }
      }),
    );
  });

  it('asks for nothing that is covered, nothing twice, and nothing that waits', () => {
    fc.assert(
      fc.property(states, (state) => {
        const planned = planOf(state);
        const waiting = state.gaps.filter((gap) => !isDue(gap));
        const asked = totalMs(planned);
        expect(totalMs(mergeWindows(planned))).toBe(asked);
        expect(totalMs(subtractWindows(planned, [...state.coverage, ...waiting]))).toBe(asked);
      }),
    );
  });

  it('asks for nothing outside what is wanted but the rest of a gap that reaches out of it', () => {
    fc.assert(
      fc.property(states, (state) => {
        for (const piece of planOf(state)) {
          expect(overlap(piece, state.wanted)).toBe(true);
          if (piece.purpose !== 'gap') expect(subtractWindows([piece], [state.wanted])).toEqual([]);
        }
      }),
    );
  });

  it('has no piece wider than a page, except gaps', () => {
    fc.assert(
      fc.property(states, (state) => {
        for (const piece of planOf(state)) {
          if (piece.purpose !== 'gap') expect(durationMs(piece)).toBeLessThanOrEqual(pageMs);
        }
      }),
    );
  });

  it('asks for a gap that is due whole, and for one that waits not at all', () => {
    fc.assert(
      fc.property(states, (state) => {
        const planned = planOf(state);
        for (const gap of state.gaps.filter((one) => overlap(one, state.wanted))) {
          const whole = planned.some((p) => p.fromMs <= gap.fromMs && gap.toMs <= p.toMs);
          expect(whole).toBe(isDue(gap));
        }
      }),
    );
  });

  it('has the same pieces left after some were stored, in any order', () => {
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.boolean()), (state, choice) => {
        const bounds = (windows: readonly TimeWindow[]) =>
          windows.map(({ fromMs, toMs }) => `${fromMs}-${toMs}`);
        const pieces = planOf({ ...state, gaps: [] });
        const stored = pieces.filter(() => choice.next().value);

        const again = planOf({
          ...state,
          gaps: [],
          coverage: [...stored, ...state.coverage],
        });

        const left = pieces.filter((piece) => !stored.includes(piece));
        expect(bounds(again)).toEqual(bounds(left));
      }),
    );
  });

  it('cuts at the same places when the look-back has moved on, so that no job is planned twice', () => {
    const bound = fc.nat({ max: 30 });
    fc.assert(
      fc.property(bound, bound, bound, bound, (fromMs, toMs, movedMs, grownMs) => {
        const plan = (wanted: TimeWindow) => planOf({ wanted, coverage: [], gaps: [], claims: [] });
        const before = { fromMs, toMs: fromMs + toMs };
        const after = { fromMs: before.fromMs + movedMs, toMs: before.toMs + grownMs };
        const inner = (pieces: readonly TimeWindow[]) =>
          pieces
            .map((piece) => piece.fromMs)
            .filter((atMs) => before.fromMs < atMs && after.fromMs < atMs && atMs < before.toMs);
        expect(inner(plan(after))).toEqual(inner(plan(before)));
      }),
    );
  });

  it('begins with what is asked for again, then the newest, which is what programs wait for', () => {
    fc.assert(
      fc.property(states, (state) => {
        const pieces = planOf(state);
        const firstFresh = pieces.findIndex((piece) => piece.purpose !== 'gap');
        const fresh = firstFresh < 0 ? [] : pieces.slice(firstFresh);
        expect(fresh.filter((piece) => piece.purpose === 'gap')).toEqual([]);
        const starts = fresh.map((piece) => piece.fromMs);
        expect(starts).toEqual([...starts].sort((a, b) => b - a));
      }),
    );
  });

  it('is counted without being made', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(countWindows(state, pageMs, nowMs, confirmMs)).toBe(planOf(state).length);
        const fills = planOf(state).filter(({ purpose }) => purpose === 'fill');
        expect(lacksHistory(state, pageMs)).toBe(fills.length > 0);
      }),
    );
  });

  it('is made no further than it is asked for', () => {
    const threeYears = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
    const state = { wanted: threeYears, coverage: [], gaps: [], claims: [] };
    const first = planWindows(state, pageMs, nowMs, confirmMs).next();
    expect(first.value).toMatchObject({ toMs: threeYears.toMs, purpose: 'fill' });
  });

  it('is empty when all is covered, whatever gaps were seen there once', () => {
    const wanted = { fromMs: 10, toMs: 40 };
    const state = { wanted, coverage: [{ fromMs: 0, toMs: 50 }], claims: [] };
    const gaps = [gapOf({ fromMs: 20, toMs: 25 }, nowMs)];
    expect(planOf({ ...state, gaps })).toEqual([]);
    expect(unproven(state)).toEqual([]);
  });
});
