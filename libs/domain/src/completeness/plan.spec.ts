import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Gap } from './judge/gap.js';
import type { Claim } from './answer/claim.js';
import {
  countWindows,
  lacksHistory,
  nextAgainAtMs,
  planWindows,
  unproven,
  type SeriesState,
} from './plan.js';
import {
  covers,
  DAY_MS,
  durationMs,
  holds,
  HOUR_MS,
  mergeWindows,
  MINUTE_MS,
  overlap,
  subtractWindows,
  totalMs,
  type TimeWindow,
} from '../time-window.js';

const nowMs = 1_000;
const pageMs = 7;
const confirmMs = 10;
const planOf = (state: SeriesState) => [...planWindows(state, pageMs, nowMs, confirmMs)];

function gapOf(window: TimeWindow, nextTryAtMs: number): Gap {
  return {
    ...window,
    status: 'missing',
    rowsExpected: 1,
    observations: 1,
    firstObservedAtMs: 900,
    lastObservedAtMs: 900,
    nextTryAtMs,
    evidence: 'seen empty',
  };
}

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

  it('begins with what is looked at again, then the newest, which is what programs wait for', () => {
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

describe('the purpose of a planned window', () => {
  const wanted = { fromMs: 0, toMs: 40 };
  const purposes = (coverage: readonly TimeWindow[], gaps: readonly Gap[] = []) =>
    [...planWindows({ wanted, coverage, gaps, claims: [] }, 100, nowMs, confirmMs)].map(
      (piece) => piece.purpose,
    );

  it('is tail where it continues what is covered to the end', () => {
    expect(purposes([{ fromMs: 0, toMs: 35 }])).toEqual(['tail']);
  });

  it('is fill for history, and for the newest rows of a series of which nothing is covered', () => {
    expect(purposes([])).toEqual(['fill']);
    expect(purposes([{ fromMs: 20, toMs: 35 }])).toEqual(['tail', 'fill']);
  });

  it('is gap for a hole that was seen before', () => {
    const covered = [
      { fromMs: 0, toMs: 20 },
      { fromMs: 25, toMs: 40 },
    ];
    expect(purposes(covered, [gapOf({ fromMs: 20, toMs: 25 }, nowMs)])).toEqual(['gap']);
  });
});

describe('what is proven and looked at again', () => {
  const wanted = { fromMs: 0, toMs: 100 * MINUTE_MS };
  const covered = { wanted, coverage: [wanted], gaps: [], claims: [] };
  const again = (state: SeriesState, atMs: number) => [
    ...planWindows(state, 50 * MINUTE_MS, atMs, MINUTE_MS),
  ];
  const verdict = (waitMs: number): Gap => ({
    ...gapOf({ fromMs: 10 * MINUTE_MS, toMs: 12 * MINUTE_MS }, 900 + waitMs),
    status: 'confirmed-empty',
  });
  const claim = (minute: number, looks = 1): Claim => ({
    rowAtMs: minute * MINUTE_MS,
    claimed: '',
    looks,
    firstSeenAtMs: 0,
    lastSeenAtMs: 0,
    notBeforeMs: 0,
    foundBy: 'scrub',
  });

  it.each<[string, number]>([
    ['an hour', HOUR_MS],
    ['a day', DAY_MS],
    ['a week', 7 * DAY_MS],
  ])('is a stretch that was found empty, after %s', (_, waitMs) => {
    const state = { ...covered, gaps: [verdict(waitMs)] };
    expect(again(state, 900 + waitMs - 1)).toEqual([]);
    expect(again(state, 900 + waitMs)).toEqual([
      { fromMs: 10 * MINUTE_MS, toMs: 12 * MINUTE_MS, purpose: 'recheck' },
    ]);
    expect(nextAgainAtMs(state, MINUTE_MS)).toBe(900 + waitMs);
  });

  it('is no stretch whose looks are over, nor one that the exchange no longer keeps', () => {
    const over = { ...covered, gaps: [verdict(0)] };
    const lost = { ...covered, gaps: [{ ...verdict(HOUR_MS), status: 'before-history' as const }] };
    for (const state of [over, lost]) {
      expect(again(state, 100 * DAY_MS)).toEqual([]);
      expect(nextAgainAtMs(state, MINUTE_MS)).toBe(Infinity);
    }
  });

  it('is the row that an answer contradicted, when a second look counts', () => {
    const state = { ...covered, claims: [claim(20)] };
    expect(again(state, MINUTE_MS - 1)).toEqual([]);
    expect(again(state, MINUTE_MS)).toEqual([
      { fromMs: 20 * MINUTE_MS, toMs: 21 * MINUTE_MS, purpose: 'recheck' },
    ]);
    expect(nextAgainAtMs(state, MINUTE_MS)).toBe(MINUTE_MS);
  });

  it('is nothing that the look-back has left behind: it would be due for ever, and never be asked for', () => {
    const wanted = { ...covered.wanted, fromMs: 30 * MINUTE_MS };
    const left = { ...covered, wanted, claims: [claim(20)], gaps: [verdict(HOUR_MS)] };
    expect(again(left, 100 * DAY_MS)).toEqual([]);
    expect(nextAgainAtMs(left, MINUTE_MS)).toBe(Infinity);
  });

  it('is asked for in one request where it fits into one page', () => {
    const claims = [3, 20, 49, 80].map((minute) => claim(minute));
    const due = again({ ...covered, claims }, DAY_MS);
    expect(due.map(({ fromMs, toMs }) => [fromMs / MINUTE_MS, toMs / MINUTE_MS])).toEqual([
      [3, 50],
      [80, 81],
    ]);
  });

  it('waits longer after every look when many rows were contradicted at once', () => {
    const many = (looks: number) => ({
      ...covered,
      claims: [1, 2, 3, 4].map((minute) => claim(minute, looks)),
    });
    const waits = [1, 2, 3, 9].map((looks) => nextAgainAtMs(many(looks), MINUTE_MS) / MINUTE_MS);
    expect(waits).toEqual([4, 16, 64, 720]);
  });
});
