import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DEAD_AFTER_MS,
  evenShares,
  isLive,
  newTable,
  NOTHING,
  SHARE_LASTS_MS,
  shareOf,
  takenBy,
  type Budget,
  type Member,
  type Share,
} from './budget-table.js';

const BUDGET: Budget = { most: 480, windowMs: 5_100, sliceMs: 250 };

const member = (of: Partial<Member>): Member => ({
  id: 'one',
  role: 'spec',
  beat: 1,
  held: 0,
  atMost: null,
  left: false,
  holdMs: 0,
  ...of,
});

describe('even shares', () => {
  it('give away all that is wanted and no more, and nobody less than another who wants more', () => {
    fc.assert(
      fc.property(
        fc.nat(600),
        fc.array(fc.option(fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 12 }),
        (total, wants) => {
          const shares = evenShares(total, wants);
          const wanted = wants.reduce((sum: number, want) => sum + (want ?? Infinity), 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(total, wanted));
          const full = wants.map((want, i) => shares[i] === want);
          const open = shares.filter((_, i) => !full[i]);
          const least = Math.min(...open, Infinity);
          expect(Math.max(...shares)).toBeLessThanOrEqual(least + 1);
          wants.forEach((want, i) => expect(shares[i]!).toBeLessThanOrEqual(want ?? Infinity));
        },
      ),
    );
  });

  it('leave to the others what a modest one does not want', () => {
    expect(evenShares(480, [null, 30, null])).toEqual([225, 30, 225]);
    expect(evenShares(7, [null, null, null])).toEqual([3, 2, 2]);
  });
});

describe('what a process still takes of the budget', () => {
  it('is all that it held until it is surely dead, and goes as its last requests leave the window', () => {
    const one = member({ held: 480 });
    expect(takenBy(one, DEAD_AFTER_MS - 1, BUDGET)).toBe(480);
    const half = takenBy(one, DEAD_AFTER_MS + 2_500, BUDGET);
    expect(half).toBeGreaterThanOrEqual(240);
    expect(half).toBeLessThan(300);
    expect(takenBy(one, DEAD_AFTER_MS + BUDGET.windowMs, BUDGET)).toBe(0);
  });

  it('begins to go at once when it said that it left', () => {
    const gone = member({ held: 480, left: true });
    expect(takenBy(gone, 0, BUDGET)).toBe(480);
    expect(takenBy(gone, 2_500, BUDGET)).toBeLessThan(300);
  });
});

describe('what becomes free little by little', () => {
  it('is had by all alike, and not by who was there first', () => {
    const long: Budget = { most: 400, windowMs: 300_100, sliceMs: 15_000 };
    const gone = member({ id: 'gone', held: 400, left: true });
    const first = member({ id: 'first', held: 70 });
    const second = member({ id: 'second' });
    const seenMs = ({ id }: Member) => (id === 'gone' ? 90_000 : 0);
    const free = long.most - takenBy(gone, 90_000, long);
    expect(shareOf(first, [second, gone], seenMs, long)).toEqual({ even: 200, most: free / 2 });
    expect(shareOf(second, [{ ...first, held: free / 2 }, gone], seenMs, long)).toEqual({
      even: 200,
      most: free / 2,
    });
  });
});

/** One process as it would run: its own view of the table, and requests as fast as it may. */
interface Process {
  me: Member;
  share: Share;
  untilMs: number;
  frozenUntilMs: number;
  sent: number[];
  seen: Map<string, { beat: number; sinceMs: number }>;
  isGone: boolean;
}

const act = fc.record({
  atMs: fc.nat(30_000),
  what: fc.constantFrom('join', 'kill', 'leave', 'freeze', 'wipe', 'quiet'),
  which: fc.nat(7),
  lastsMs: fc.nat(9_000),
});

describe('the budget that many processes share', () => {
  it('is never exceeded in any window, whatever comes, goes, freezes or is forgotten', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), (acts) => {
        const sent = run(acts);
        let from = 0;
        let peak = 0;
        sent.forEach((atMs, i) => {
          while (sent[from]! <= atMs - BUDGET.windowMs) from += 1;
          peak = Math.max(peak, i - from + 1);
        });
        expect(peak).toBeLessThanOrEqual(BUDGET.most);
      }),
      { numRuns: 60 },
    );
  });

  it('is not exceeded when the table is lost a second time', () => {
    const join = { atMs: 0, what: 'join', which: 0, lastsMs: 0 };
    const sent = run([join, join, { atMs: 9_210, what: 'wipe', which: 0, lastsMs: 0 }]);
    const within = (atMs: number) =>
      sent.filter((one) => one > atMs - BUDGET.windowMs && one <= atMs).length;
    expect(Math.max(...sent.map(within))).toBeLessThanOrEqual(BUDGET.most);
  });

  it('is used up by one alone, by two, and by one again after the other was killed', () => {
    const sent = run([
      { atMs: 0, what: 'join', which: 0, lastsMs: 0 },
      { atMs: 10_000, what: 'join', which: 0, lastsMs: 0 },
      { atMs: 20_000, what: 'kill', which: 0, lastsMs: 0 },
    ]);
    const within = (fromMs: number, toMs: number) =>
      sent.filter((atMs) => atMs >= fromMs && atMs < toMs).length;
    for (const settledMs of [2_000, 15_000, 30_000]) {
      expect(within(settledMs, settledMs + 5_100)).toBeGreaterThan(0.95 * BUDGET.most);
    }
    for (const changingMs of [0, 10_000, 20_000]) {
      expect(within(changingMs, changingMs + 5_100)).toBeGreaterThan(0.5 * BUDGET.most);
    }
  });
});

const TICK_MS = 10;
const BEAT_MS = 300;

/** Plays 40 seconds; every process sends whenever it may. Returns all sends in order. */
function run(acts: readonly { atMs: number; what: string; which: number; lastsMs: number }[]) {
  const all: Process[] = [];
  let table = newTable(BUDGET).members.slice(0, 0);
  let quietUntilMs = 0;
  const sent: number[] = [];
  for (let nowMs = 0; nowMs < 40_000; nowMs += TICK_MS) {
    for (const { what, which, lastsMs } of acts.filter(
      (one) => one.atMs >= nowMs && one.atMs < nowMs + TICK_MS,
    )) {
      const alive = all.filter((one) => !one.isGone);
      const one = alive[which % Math.max(1, alive.length)];
      if (what === 'join') all.push(process(all.length));
      else if (what === 'kill' && one) one.isGone = true;
      else if (what === 'freeze' && one) one.frozenUntilMs = nowMs + lastsMs;
      else if (what === 'quiet') quietUntilMs = nowMs + lastsMs;
      else if (what === 'leave' && one && one.frozenUntilMs <= nowMs) {
        table = written(one, table, nowMs, true);
        one.isGone = true;
      } else if (what === 'wipe') {
        // A server that loses its store is away for a moment, and whoever is connected notices.
        table = [];
        for (const left of alive) left.untilMs = -Infinity;
      }
    }
    all.forEach((one, i) => {
      if (one.isGone || one.frozenUntilMs > nowMs) return;
      if (nowMs >= quietUntilMs && (nowMs / TICK_MS + 7 * i) % (BEAT_MS / TICK_MS) === 0) {
        table = written(one, table, nowMs, false);
      }
      while (maySend(one, nowMs)) {
        one.sent.push(nowMs);
        sent.push(nowMs);
      }
    });
  }
  return sent;
}

function process(n: number): Process {
  return {
    me: member({ id: `process ${n}`, beat: 0 }),
    share: NOTHING,
    untilMs: -Infinity,
    frozenUntilMs: 0,
    sent: [],
    seen: new Map(),
    isGone: false,
  };
}

/** The same steps in the same order as SharedBudget takes them, on a table that answers at once. */
function written(one: Process, members: Member[], nowMs: number, isLeaving: boolean): Member[] {
  const table = members.length > 0 ? members : newTable(BUDGET).members;
  const others = table.filter(({ id }) => id !== one.me.id);
  for (const { id, beat } of others) {
    if (one.seen.get(id)?.beat !== beat) one.seen.set(id, { beat, sinceMs: nowMs });
  }
  const unchangedMs = ({ id }: Member) => nowMs - one.seen.get(id)!.sinceMs;
  const share = isLeaving ? NOTHING : shareOf(one.me, others, unchangedMs, BUDGET);
  const done = one.sent.filter((atMs) => atMs > nowMs - BUDGET.windowMs).length;
  one.me = {
    ...one.me,
    beat: one.me.beat + 1,
    held: Math.max(share.most, done),
    left: isLeaving,
  };
  one.share = share;
  one.untilMs = nowMs + SHARE_LASTS_MS;
  const kept = others.filter(
    (other) => isLive(other, unchangedMs(other)) || takenBy(other, unchangedMs(other), BUDGET) > 0,
  );
  return [...kept, one.me];
}

function maySend({ sent, share, untilMs }: Process, nowMs: number): boolean {
  if (nowMs >= untilMs || share.most === 0) return false;
  const blocking = sent.at(-share.most);
  if (blocking !== undefined && blocking + BUDGET.windowMs > nowMs) return false;
  const slice = sent.at(-Math.ceil(share.even / 20));
  return slice === undefined || slice + BUDGET.sliceMs <= nowMs;
}
