/**
 * A budget that is too small for all: where an even part would be less than `least`, with which a process can do its
 * heaviest action, only so many have a share at one time as can do it. The others wait for their turn.
 */
export interface TurnBudget {
  readonly most: number;
  readonly least: number;
}

/** `turn`: the place in the queue, the lowest first; undefined where nothing of the process waits. */
export interface Queued {
  readonly id: string;
  readonly turn?: number | undefined;
}

export interface Holders<One> {
  readonly holders: readonly One[];
  /** Whether others wait for what these don't take. */
  readonly areInTurn: boolean;
}

/** Who has a share of the budget now, in the order in which a share becomes theirs. */
export function holdersOf<One extends Queued>(
  all: readonly One[],
  { most, least }: TurnBudget,
): Holders<One> {
  const byId = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (all.length * least <= most) return { holders: byId, areInTurn: false };
  const queue = byId
    .filter((one) => one.turn !== undefined)
    .toSorted((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
  return { holders: queue.slice(0, atOnce({ most, least })), areInTurn: true };
}

/** What a process did: `used` within the last window, `total` from its start; and whether anything of it waits. */
export interface Spent {
  readonly used: number;
  readonly total: number;
  readonly isWaiting: boolean;
}

/**
 * A process's own place in the queue. It goes to the end when it begins to wait, and again when what it did in its turn
 * leaves no room for its heaviest action in its part: so everybody's turn comes, and nobody's turn is over before it
 * did something.
 */
export class PlaceInQueue {
  private turn: number | undefined;
  private totalBefore = 0;

  /** The place from now on, behind that of all others where it is a new one. */
  next(others: readonly Queued[], spent: Spent, budget: TurnBudget): number | undefined {
    const { total, isWaiting } = spent;
    const part = Math.floor(budget.most / atOnce(budget));
    const isOver = total - this.totalBefore > part - budget.least;
    if (!isWaiting) this.turn = undefined;
    else if (this.turn === undefined || isOver) {
      this.turn = Math.max(0, ...others.map((one) => one.turn ?? 0)) + 1;
      this.totalBefore = total;
    }
    return this.turn;
  }
}

function atOnce({ most, least }: TurnBudget): number {
  return Math.max(1, Math.floor(most / least));
}
