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

/**
 * The rules that keep a published limit at a share of it: the whole window strictly, and each slice of it
 * at its even part, rounded up.
 */
export function sendRules(published: SendRule, budget: number): readonly SendRule[] {
  if (!(budget > 0 && budget <= 1)) {
    throw new RangeError(`A rate budget of ${budget} is not in (0, 1]`);
  }
  const most = Math.max(1, Math.floor(published.most * budget));
  return [
    { most, windowMs: published.windowMs + ARRIVAL_JITTER_MS },
    { most: Math.ceil(most / SLICES), windowMs: published.windowMs / SLICES },
  ];
}

/** When requests left, as far back as any rule looks. Counts what was sent, whatever came of it. */
export class SendTimes {
  private times: number[] = [];

  constructor(private readonly rules: readonly SendRule[]) {}

  /** The earliest instant, not before `nowMs`, at which one more request breaks no rule. */
  nextAtMs(nowMs: number): number {
    return this.rules.reduce((atMs, rule) => {
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
