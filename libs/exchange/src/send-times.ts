/** At most `most` in any stretch of `windowMs`. */
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

/** So many requests of a published limit may be used, spread over slices of its window. */
export interface SendBudget {
  readonly most: number;
  /** A request counts for this long after it left. */
  readonly windowMs: number;
  readonly sliceMs: number;
}

/** The share of a published limit that may be used: one request at least. */
export function sendBudget(published: SendRule, share: number): SendBudget {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`A rate budget of ${share} is not in (0, 1]`);
  }
  return {
    most: Math.max(1, Math.floor(published.most * share)),
    windowMs: published.windowMs + ARRIVAL_JITTER_MS,
    sliceMs: published.windowMs / SLICES,
  };
}

/**
 * The rules that keep the budget: the whole window strictly, and each slice of it at its even part, rounded
 * up. `spread`: as if it were so many, for a budget that will soon be that.
 */
export function sendRules(
  { most, windowMs, sliceMs }: SendBudget,
  spread = most,
): readonly SendRule[] {
  return [
    { most, windowMs },
    { most: Math.ceil(spread / SLICES), windowMs: sliceMs },
  ];
}

/** When requests left, as far back as any rule looks. Counts what was sent, whatever came of it. */
export class SendTimes {
  private times: number[] = [];

  constructor(private rules: readonly SendRule[]) {}

  /** Other rules from now on, of the same windows; what was sent under the old ones still counts. */
  obey(rules: readonly SendRule[]): void {
    this.rules = rules;
  }

  /** The earliest instant, not before `nowMs`, at which one more request breaks no rule. */
  nextAtMs(nowMs: number): number {
    return this.rules.reduce((atMs, rule) => {
      if (rule.most === 0) return Infinity;
      const blocking = this.times.at(-rule.most);
      return blocking === undefined ? atMs : Math.max(atMs, blocking + rule.windowMs);
    }, nowMs);
  }

  record(nowMs: number): void {
    const keptMs = Math.max(...this.rules.map((rule) => rule.windowMs));
    const first = this.times.findIndex((atMs) => atMs > nowMs - keptMs);
    this.times = first < 0 ? [] : this.times.slice(first);
    this.times.push(nowMs);
  }

  sentSince(fromMs: number): number {
    return this.times.filter((atMs) => atMs > fromMs).length;
  }
}
