/** Bybit counts over five seconds, per address, all endpoints together. */
const WINDOW_MS = 5_000;

/** `breach`: this request is the one too many. `banned`: it came while the ban still ran. */
export type Admission = 'admitted' | 'breach' | 'banned';

/**
 * Bybit's limit per address: so many requests in any five seconds. One more, and the address is banned,
 * whatever it does in the meantime. Times are real arrival times, whatever the replay's clock says.
 */
export class RateLimiter {
  private readonly arrivals = new Map<string, number[]>();
  private readonly bannedUntilMs = new Map<string, number>();
  private peak = 0;

  constructor(
    private readonly limit: number,
    private readonly banMs: number,
  ) {}

  /** The most requests of one address in any five seconds since the last reset, refused ones included. */
  get peakPer5s(): number {
    return this.peak;
  }

  admit(address: string, arrivedAtMs: number): Admission {
    const recent = this.recentOf(address, arrivedAtMs);
    recent.push(arrivedAtMs);
    this.peak = Math.max(this.peak, recent.length);
    if (arrivedAtMs < (this.bannedUntilMs.get(address) ?? -Infinity)) return 'banned';
    if (recent.length <= this.limit) return 'admitted';
    this.bannedUntilMs.set(address, arrivedAtMs + this.banMs);
    return 'breach';
  }

  /** Forgets the past, bans included. */
  reset(): void {
    this.arrivals.clear();
    this.bannedUntilMs.clear();
    this.peak = 0;
  }

  private recentOf(address: string, nowMs: number): number[] {
    const recent = this.arrivals.get(address) ?? [];
    const firstInside = recent.findIndex((atMs) => atMs > nowMs - WINDOW_MS);
    recent.splice(0, firstInside < 0 ? recent.length : firstInside);
    this.arrivals.set(address, recent);
    return recent;
  }
}
