import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { holdersOf } from './turns.js';

/**
 * A limited number of actions in any `windowMs`, for all processes together. Whoever may do n of them
 * spreads them: at most an even part, rounded up, in any `sliceMs`.
 */
export interface Budget {
  readonly most: number;
  /** With a share of fewer a process may be unable to do anything: what its heaviest action takes. */
  readonly least: number;
  readonly windowMs: number;
  readonly sliceMs: number;
}

/** One process in the table. All writes are compare-and-set on the whole table. */
const member = z.object({
  id: z.string(),
  role: z.string(),
  /** Counted up with each write: whoever does not see it change any more takes the process for dead. */
  beat: z.int().nonnegative(),
  /** Never less than what the process may do in a window, nor than what it did in the last one. */
  held: z.int().nonnegative(),
  /** It wants no more than this; null: as much as it can have. */
  atMost: z.int().positive().nullable(),
  /** Its place in the queue where there is not enough for all (turns.ts); absent: nothing of it waits. */
  turn: z.int().positive().optional(),
  /** It takes nothing of this budget, and stands here for what else the table tells. */
  hasOwnBudget: z.boolean().optional(),
  /** It does nothing any more; what it held is free as its last actions leave the window. */
  left: z.boolean(),
  /** How long everybody has to be silent, as of this beat. */
  holdMs: z.int().nonnegative(),
});
export type Member = z.infer<typeof member>;

export const budgetTable = z.object({ v: z.literal(1), members: z.array(member) });
export type BudgetTable = z.infer<typeof budgetTable>;

/** A process whose beat was not seen to change for this long is dead, or does nothing until it asked again. */
export const DEAD_AFTER_MS = 1_500;

/** How long a process may believe in its share, counted from before the beat was sent. */
export const SHARE_LASTS_MS = 1_200;

/**
 * What was there before the table: nobody knows who did how much, but whoever did has lost the table. Whoever reads
 * it takes it for all of its own budget, since whoever writes it may have another one. Its name
 * is new each time: who knew the unknown of an earlier table must not take this one for as old.
 */
export function newTable(): BudgetTable {
  const id = `unknown ${randomUUID()}`;
  const unknown = { id, role: 'unknown', beat: 0, atMost: null, holdMs: 0 };
  return { v: 1, members: [{ ...unknown, held: Number.MAX_SAFE_INTEGER, left: true }] };
}

/** `unchangedMs`: for how long the reader has seen this beat. */
export function isLive(one: Member, unchangedMs: number): boolean {
  return !one.left && unchangedMs < DEAD_AFTER_MS;
}

/**
 * How much of the budget the process still takes. Of one that is dead or left, what may still be inside
 * the window: nobody did more than an even part of the whole budget in a slice.
 */
export function takenBy(one: Member, unchangedMs: number, budget: Budget): number {
  if (isLive(one, unchangedMs)) return one.held;
  const silentMs = one.left ? unchangedMs : unchangedMs - DEAD_AFTER_MS;
  const slicesLeft = Math.max(0, Math.ceil((budget.windowMs - silentMs) / budget.sliceMs));
  // A slice more is taken off, since the window may be a little longer than its slices together.
  const perSlice = Math.ceil((budget.most * budget.sliceMs) / (budget.windowMs - budget.sliceMs));
  return Math.min(one.held, slicesLeft * perSlice);
}

/**
 * The budget divided evenly, in whole parts; what one does not want goes to the others, and what can't be
 * divided to the first.
 */
export function evenShares(total: number, wants: readonly (number | null)[]): number[] {
  const shares = wants.map(() => 0);
  let open = wants.map((_, i) => i);
  let left = total;
  for (;;) {
    const even = Math.floor(left / Math.max(1, open.length));
    const modest = open.filter((i) => (wants[i] ?? Infinity) <= even);
    if (modest.length === 0) break;
    for (const i of modest) {
      shares[i] = wants[i] ?? 0;
      left -= shares[i];
    }
    open = open.filter((i) => !modest.includes(i));
  }
  open.forEach((i, place) => {
    const more = place < left % open.length ? 1 : 0;
    shares[i] = Math.floor(left / open.length) + more;
  });
  return shares;
}

/** `even`: the process's part of the budget; `most`: what of it the others have made room for by now. */
export interface Share {
  readonly even: number;
  readonly most: number;
}

export const NOTHING: Share = { even: 0, most: 0 };

/**
 * What the process may do in any window.
 *
 * `unchangedMs`: for how long the reader has seen each member's beat.
 */
export function shareOf(
  me: Member,
  others: readonly Member[],
  unchangedMs: (one: Member) => number,
  budget: Budget,
): Share {
  const live = others.filter((one) => isLive(one, unchangedMs(one)));
  const sharing = [...live, me].filter((one) => one.hasOwnBudget !== true);
  const { holders, areInTurn } = holdersOf(sharing, budget);
  const place = holders.indexOf(me);
  if (place < 0) return NOTHING;
  const partsOf = (total: number) =>
    evenShares(
      total,
      holders.map((one) => one.atMost),
    );
  const taken = (one: Member) => takenBy(one, unchangedMs(one), budget);
  const sum = (units: readonly number[]) => units.reduce((all, some) => all + some, 0);
  // What the dead still take is lacking for all alike: else whoever is there first has all that becomes free,
  // which in a window of minutes leaves the others with nothing for as long.
  const gone = sum(others.filter((one) => !live.includes(one)).map(taken));
  const fair = partsOf(Math.max(0, budget.most - gone));
  // Whose turn comes before has what becomes free until its part is whole: else that could be taken from it for ever.
  const before = areInTurn ? holders.slice(0, place) : [];
  const reserved = (one: Member) => fair[before.indexOf(one)] ?? 0;
  const free = budget.most - sum(others.map((one) => Math.max(taken(one), reserved(one))));
  const most = Math.max(0, Math.min(fair[place] ?? 0, free));
  return { even: partsOf(budget.most)[place] ?? 0, most };
}
