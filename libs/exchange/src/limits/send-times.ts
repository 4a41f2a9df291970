/** At most `most` units in any stretch of `windowMs`. */
export interface SendRule {
  readonly most: number;
  readonly windowMs: number;
}

/**
 * Answers arrive at the exchange as unevenly as the network carries them. Two requests this much further
 * apart than the window here are still a window apart there.
 */
const ARRIVAL_JITTER_MS = 100;

/** A window is cut into this many slices, so that its requests don't all leave at its start. */
const SLICES = 20;

/** So many units of a published limit may be used, spread over slices of its window. */
export interface SendBudget {
  readonly most: number;
  /** What the heaviest request costs. */
  readonly least: number;
  /** A request counts for this long after it left. */
  readonly windowMs: number;
  readonly sliceMs: number;
  readonly slices: number;
}

/**
 * The share of a published limit that may be used: one request at least, the heaviest. Slices are fewer
 * where that request would take more than half of one, so that others pass beside it.
 */
export function sendBudget(
  { heaviest, ...published }: SendRule & { readonly heaviest: number },
  share: number,
): SendBudget {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`A rate budget of ${share} is not in (0, 1]`);
  }
  const most = Math.max(heaviest, Math.floor(published.most * share));
  const fitting = heaviest > 1 ? Math.floor(most / (2 * heaviest)) : SLICES;
  const slices = Math.max(1, Math.min(SLICES, fitting));
  return {
    most,
    least: heaviest,
    windowMs: published.windowMs + ARRIVAL_JITTER_MS,
    sliceMs: published.windowMs / slices,
    slices,
  };
}

/**
 * The rules that keep the budget: the whole window strictly, and each slice of it at its even part, rounded
 * up. `spread`: as if it were so many, for a budget that will soon be that.
 */
export function sendRules(
  { most, windowMs, sliceMs, slices }: SendBudget,
  spread = most,
): readonly SendRule[] {
  return [
    { most, windowMs },
    { most: Math.ceil(spread / slices), windowMs: sliceMs },
  ];
}

interface Sent {
  readonly atMs: number;
  readonly cost: number;
}

/** When requests left and what they cost, as far back as any rule looks; whatever came of them. */
export class SendTimes {
  private sent: Sent[] = [];

  constructor(private rules: readonly SendRule[]) {}

  /** Other rules from now on, of the same windows; what was sent under the old ones still counts. */
  obey(rules: readonly SendRule[]): void {
    this.rules = rules;
  }

  /**
   * The earliest instant, not before `nowMs`, at which one more request of that cost breaks no rule. One
   * that costs more than a rule allows leaves when nothing else counts for that rule any more.
   */
  nextAtMs(nowMs: number, cost = 1): number {
    return this.rules.reduce((atMs, rule) => {
      if (rule.most === 0) return Infinity;
      const blocking = this.newestBeyond(Math.max(0, rule.most - cost));
      return blocking === undefined ? atMs : Math.max(atMs, blocking + rule.windowMs);
    }, nowMs);
  }

  record(nowMs: number, cost = 1): void {
    const keptMs = Math.max(...this.rules.map((rule) => rule.windowMs));
    const first = this.sent.findIndex(({ atMs }) => atMs > nowMs - keptMs);
    this.sent = first < 0 ? [] : this.sent.slice(first);
    this.sent.push({ atMs: nowMs, cost });
  }

  /** Units. */
  sentSince(fromMs: number): number {
    return this.sent.reduce((sum, { atMs, cost }) => (atMs > fromMs ? sum + cost : sum), 0);
  }

  /** When the newest request left that makes, with those after it, more than so many units. */
  private newestBeyond(units: number): number | undefined {
    let counted = 0;
    return this.sent.findLast(({ cost }) => (counted += cost) > units)?.atMs;
  }
}
