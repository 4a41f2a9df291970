import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
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
import { PlaceInQueue } from './turns.js';

const BUDGET: Budget = { most: 480, least: 1, windowMs: 5_100, sliceMs: 250 };

/** One process as it would run: its own view of the table, and requests as fast as it may. */
interface Process {
  me: Member;
  readonly place: PlaceInQueue;
  share: Share;
  untilMs: number;
  frozenUntilMs: number;
  /** When each unit was used. */
  sent: number[];
  /** What each request costs, in turn; undefined where nothing waits from then on. */
  costs: (n: number) => number | undefined;
  requests: number;
  seen: Map<string, { beat: number; sinceMs: number }>;
  isGone: boolean;
}

const act = fc.record({
  atMs: fc.nat(30_000),
  what: fc.constantFrom('join', 'kill', 'leave', 'freeze', 'wipe', 'quiet'),
  which: fc.nat(7),
  lastsMs: fc.nat(9_000),
});

const join = { atMs: 0, what: 'join', which: 0, lastsMs: 0 };

describe('the budget that many processes share', () => {
  it('is never exceeded in any window, whatever comes, goes, freezes or is forgotten', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), (acts) => {
        expect(peak(run(acts), BUDGET)).toBeLessThanOrEqual(BUDGET.most);
      }),
      { numRuns: 60 },
    );
  });

  it('is not exceeded when the table is lost a second time', () => {
    const sent = run([join, join, { atMs: 9_210, what: 'wipe', which: 0, lastsMs: 0 }]);
    const within = (atMs: number) =>
      sent.filter((one) => one > atMs - BUDGET.windowMs && one <= atMs).length;
    expect(Math.max(...sent.map(within))).toBeLessThanOrEqual(BUDGET.most);
  });

  it('is taken in turns where it is too small for all: everybody’s comes, again and again', () => {
    const budget: Budget = { most: 8, least: 1, windowMs: 2_100, sliceMs: 100 };
    const joins = Array.from({ length: 20 }, () => join);
    const { sent, all } = play(joins, { budget });
    expect(peak(sent, budget)).toBeLessThanOrEqual(8);
    // Most of what is allowed is used, and the one who had least has no less than half of an even part.
    const allowed = (8 * 40_000) / budget.windowMs;
    expect(sent.length).toBeGreaterThan(0.7 * allowed);
    expect(Math.min(...all.map((one) => one.sent.length))).toBeGreaterThan(allowed / 20 / 2);
  });

  it('lets the heaviest request of each out, also beside those who send light ones without end', () => {
    const budget: Budget = { most: 10, least: 4, windowMs: 2_100, sliceMs: 2_000 };
    // Each part of three would be 3, and the first of them sends nothing that is heavier.
    const costs = (which: number) => (n: number) => (which === 0 ? 1 : [4, 1, 2][(n + which) % 3]!);
    const { sent, all } = play([join, join, join], { budget, costs });
    expect(peak(sent, budget)).toBeLessThanOrEqual(10);
    const requests = all.map((one) => one.requests);
    expect(Math.min(...requests)).toBeGreaterThan(12);
  });

  it('is all of the one of many for whom something waits, and comes round to the others when they need it', () => {
    const budget: Budget = { most: 2, least: 1, windowMs: 200, sliceMs: 100 };
    const costs = (which: number) => (n: number) => (which === 0 || n < 1 ? 1 : undefined);
    const { sent, all } = play([join, join, join, join, join], { budget, costs });
    expect(peak(sent, budget)).toBeLessThanOrEqual(2);
    expect(all.slice(1).map((one) => one.sent.length)).toEqual([1, 1, 1, 1]);
    expect(sent.length).toBeGreaterThan(0.7 * 2 * 5 * 40);
  });

  it('is never exceeded by processes that take turns, and everybody who stays has one within seconds', () => {
    const budget: Budget = { most: 5, least: 2, windowMs: 1_000, sliceMs: 500 };
    const costs = (which: number) => (n: number) => 1 + ((n + which) % 2);
    fc.assert(
      fc.property(fc.array(act, { minLength: 3, maxLength: 14 }), (acts) => {
        const { sent, all } = play([join, join, join, join, ...acts], { budget, costs });
        expect(peak(sent, budget)).toBeLessThanOrEqual(budget.most);
        const healed = all.filter((one) => !one.isGone && one.frozenUntilMs < 30_000);
        for (const one of healed) expect(one.sent.at(-1) ?? 0).toBeGreaterThan(25_000);
      }),
      { numRuns: 30 },
    );
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

interface Act {
  readonly atMs: number;
  readonly what: string;
  readonly which: number;
  readonly lastsMs: number;
}

interface World {
  readonly budget?: Budget;
  readonly lastsMs?: number;
  /** Of the process that came as number `which`; one unit each, without end, where it is not given. */
  readonly costs?: (which: number) => (n: number) => number | undefined;
}

/** Plays 40 seconds, or what is said; every process sends whenever it may. Returns all units used, in order. */
function run(acts: readonly Act[], world: World = {}): number[] {
  return play(acts, world).sent;
}

function play(
  acts: readonly Act[],
  { budget = BUDGET, lastsMs = 40_000, costs = () => () => 1 }: World,
): { sent: number[]; all: Process[] } {
  const all: Process[] = [];
  let table = newTable().members.slice(0, 0);
  let quietUntilMs = 0;
  const sent: number[] = [];
  for (let nowMs = 0; nowMs < lastsMs; nowMs += TICK_MS) {
    for (const { what, which, lastsMs: actLastsMs } of acts.filter(
      (one) => one.atMs >= nowMs && one.atMs < nowMs + TICK_MS,
    )) {
      const alive = all.filter((one) => !one.isGone);
      const one = alive[which % Math.max(1, alive.length)];
      if (what === 'join') all.push(process(all.length, costs(all.length)));
      else if (what === 'kill' && one) one.isGone = true;
      else if (what === 'freeze' && one) one.frozenUntilMs = nowMs + actLastsMs;
      else if (what === 'quiet') quietUntilMs = nowMs + actLastsMs;
      else if (what === 'leave' && one && one.frozenUntilMs <= nowMs) {
        table = written(one, table, nowMs, true, budget);
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
        table = written(one, table, nowMs, false, budget);
      }
      for (
        let cost = one.costs(one.requests);
        cost !== undefined && maySend(one, nowMs, cost, budget);
        cost = one.costs(one.requests)
      ) {
        const units = Array<number>(cost).fill(nowMs);
        one.requests += 1;
        one.sent.push(...units);
        sent.push(...units);
      }
    });
  }
  return { sent, all };
}

function process(n: number, costs: (n: number) => number | undefined): Process {
  return {
    me: {
      id: `process ${n}`,
      role: 'spec',
      beat: 0,
      held: 0,
      atMost: null,
      left: false,
      holdMs: 0,
    },
    place: new PlaceInQueue(),
    share: NOTHING,
    untilMs: -Infinity,
    frozenUntilMs: 0,
    sent: [],
    costs,
    requests: 0,
    seen: new Map(),
    isGone: false,
  };
}

/** The same steps in the same order as SharedBudget takes them, on a table that answers at once. */
function written(
  one: Process,
  members: Member[],
  nowMs: number,
  isLeaving: boolean,
  budget: Budget,
): Member[] {
  const table = members.length > 0 ? members : newTable().members;
  const others = table.filter(({ id }) => id !== one.me.id);
  for (const { id, beat } of others) {
    if (one.seen.get(id)?.beat !== beat) one.seen.set(id, { beat, sinceMs: nowMs });
  }
  const unchangedMs = ({ id }: Member) => nowMs - one.seen.get(id)!.sinceMs;
  const used = one.sent.filter((atMs) => atMs > nowMs - budget.windowMs).length;
  const spent = {
    used,
    total: one.sent.length,
    isWaiting: one.costs(one.requests) !== undefined,
  };
  one.me = { ...one.me, turn: one.place.next(others, spent, budget) };
  const share = isLeaving ? NOTHING : shareOf(one.me, others, unchangedMs, budget);
  one.me = {
    ...one.me,
    beat: one.me.beat + 1,
    held: Math.max(share.most, used),
    left: isLeaving,
  };
  one.share = share;
  one.untilMs = nowMs + SHARE_LASTS_MS;
  const kept = others.filter(
    (other) => isLive(other, unchangedMs(other)) || takenBy(other, unchangedMs(other), budget) > 0,
  );
  return [...kept, one.me];
}

function maySend(
  { sent, share, untilMs }: Process,
  nowMs: number,
  cost: number,
  budget: Budget,
): boolean {
  if (nowMs >= untilMs || share.most < cost) return false;
  const isFull = (most: number, withinMs: number) => {
    const blocking = sent.at(-Math.max(0, most - cost) - 1);
    return blocking !== undefined && blocking + withinMs > nowMs;
  };
  const slices = Math.round(budget.windowMs / budget.sliceMs);
  return (
    !isFull(share.most, budget.windowMs) && !isFull(Math.ceil(share.even / slices), budget.sliceMs)
  );
}

/** The most units in any window. */
function peak(sent: readonly number[], { windowMs }: Budget): number {
  let from = 0;
  return sent.reduce((most, atMs, i) => {
    while (sent[from]! <= atMs - windowMs) from += 1;
    return Math.max(most, i - from + 1);
  }, 0);
}
