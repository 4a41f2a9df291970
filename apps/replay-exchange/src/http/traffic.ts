import type { Query } from '../api/question.js';
import { RequestLog } from './request-log.js';
import type { Turnstile } from './turnstile.js';

/** One request and what became of it. */
export interface Outcome {
  readonly path: string;
  readonly query: Query;
  readonly status: number | undefined;
  readonly fault: string | null;
  readonly refusedBy?: 'breach' | 'banned';
}

/** Counts what was asked of one API; the control endpoints are not part of it. */
export class Traffic {
  readonly log = new RequestLog();
  private requests = 0;
  private breaches = 0;
  private banned = 0;
  private byEndpoint = new Map<string, number>();
  private byFault = new Map<string, number>();

  constructor(readonly turnstile: Turnstile) {}

  count({ refusedBy, ...served }: Outcome): void {
    this.requests += 1;
    increment(this.byEndpoint, served.path);
    if (served.fault !== null) increment(this.byFault, served.fault);
    if (refusedBy === 'breach') this.breaches += 1;
    if (refusedBy === 'banned') this.banned += 1;
    this.log.add(served);
  }

  /** `peakPer5s`: of the first limit, where that counts over five seconds. */
  stats() {
    const limits = this.turnstile.stats();
    const [first] = limits;
    return {
      requests: this.requests,
      byEndpoint: Object.fromEntries(this.byEndpoint),
      breaches: this.breaches,
      banned: this.banned,
      faultsInjected: Object.fromEntries(this.byFault),
      limits,
      ...(first?.windowMs === 5_000 && { peakPer5s: first.peak }),
    };
  }

  /** Counts from zero again; a ban is lifted. */
  reset(): void {
    this.requests = 0;
    this.breaches = 0;
    this.banned = 0;
    this.byEndpoint = new Map();
    this.byFault = new Map();
    this.log.reset();
    this.turnstile.reset();
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
