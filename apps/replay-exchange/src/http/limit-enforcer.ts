/** `breach`: this request is the one too many. `banned`: it came while the ban still ran. */
export type Admission = 'admitted' | 'breach' | 'banned';

/** A request that was counted. */
interface Arrival {
  readonly atMs: number;
  readonly cost: number;
}

/**
 * One limit: so much in any window, per caller. More, and the caller is banned, whatever it does in the
 * meantime; where the ban is 0 only what is too much is refused. Times are real arrival times, whatever the
 * replay's clock says.
 */
export class LimitEnforcer {
  private readonly arrivals = new Map<string, Arrival[]>();
  private readonly bannedUntilMs = new Map<string, number>();
  private highest = 0;

  constructor(
    private readonly most: number,
    private readonly banMs: number,
    private readonly windowMs = 5_000,
  ) {}

  /** The most that one caller had in any window since the last reset, what was refused included. */
  get peak(): number {
    return this.highest;
  }

  admit(caller: string, arrivedAtMs: number, cost = 1): Admission {
    const recent = this.recentOf(caller, arrivedAtMs);
    recent.push({ atMs: arrivedAtMs, cost });
    const used = totalOf(recent);
    this.highest = Math.max(this.highest, used);
    if (arrivedAtMs < (this.bannedUntilMs.get(caller) ?? -Infinity)) return 'banned';
    if (used <= this.most) return 'admitted';
    this.bannedUntilMs.set(caller, arrivedAtMs + this.banMs);
    return 'breach';
  }

  /** What a caller has used of the window that ends now. */
  used(caller: string, nowMs: number): number {
    return totalOf(this.recentOf(caller, nowMs));
  }

  /** How long a caller is refused: until the ban is over, or until enough has left the window. */
  waitMs(caller: string, nowMs: number): number {
    const untilMs = this.bannedUntilMs.get(caller) ?? -Infinity;
    if (untilMs > nowMs) return untilMs - nowMs;
    const [oldest] = this.recentOf(caller, nowMs);
    return oldest ? oldest.atMs + this.windowMs - nowMs : 0;
  }

  /** Forgets the past, bans included. */
  reset(): void {
    this.arrivals.clear();
    this.bannedUntilMs.clear();
    this.highest = 0;
  }

  private recentOf(caller: string, nowMs: number): Arrival[] {
    const recent = this.arrivals.get(caller) ?? [];
    const firstInside = recent.findIndex(({ atMs }) => atMs > nowMs - this.windowMs);
    recent.splice(0, firstInside < 0 ? recent.length : firstInside);
    this.arrivals.set(caller, recent);
    return recent;
  }
}

function totalOf(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((total, { cost }) => total + cost, 0);
}
