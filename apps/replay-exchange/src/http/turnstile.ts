import type { Limit, Refused } from '../api/limit.js';
import type { Question } from '../api/question.js';
import { LimitEnforcer } from './limit-enforcer.js';

/** A limit, who counts by it, and how often it was breached. */
interface Counted {
  readonly limit: Limit;
  readonly limiter: LimitEnforcer;
  breaches: number;
}

/** What one limit saw since the last reset. `peak`: the most in any window, of one address and bucket. */
export interface LimitStats {
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
  readonly peak: number;
  readonly breaches: number;
}

/** All limits of an API together: a request passes when each one that counts it admits it. */
export class Turnstile {
  private readonly counted: readonly Counted[];

  constructor(limits: readonly Limit[]) {
    this.counted = limits.map((limit) => ({
      limit,
      limiter: new LimitEnforcer(limit.most, limit.banMs, limit.windowMs),
      breaches: 0,
    }));
  }

  /** Undefined when it is admitted. Every limit counts it, also when another one refuses it. */
  admit(address: string, question: Question, arrivedAtMs: number): Refused | undefined {
    let refused: Refused | undefined;
    for (const one of this.counted) {
      const { cost, bucket } = one.limit.charge(question);
      if (cost === 0) continue;
      const caller = callerOf(address, bucket);
      const admission = one.limiter.admit(caller, arrivedAtMs, cost);
      if (admission === 'breach') one.breaches += 1;
      if (admission === 'admitted' || refused) continue;
      const waitMs = one.limiter.waitMs(caller, arrivedAtMs);
      refused = { by: admission, limit: one.limit, waitMs, question };
    }
    return refused;
  }

  /** What the address has used of each limit that is counted per address alone, by the limit's name. */
  used(address: string, nowMs: number): ReadonlyMap<string, number> {
    return new Map(
      this.counted.map(({ limit, limiter }) => [limit.name, limiter.used(address, nowMs)]),
    );
  }

  stats(): LimitStats[] {
    return this.counted.map(({ limit, limiter, breaches }) => ({
      name: limit.name,
      most: limit.most,
      windowMs: limit.windowMs,
      peak: limiter.peak,
      breaches,
    }));
  }

  /** Forgets the past, bans included. */
  reset(): void {
    for (const one of this.counted) {
      one.limiter.reset();
      one.breaches = 0;
    }
  }
}

function callerOf(address: string, bucket: string | undefined): string {
  return bucket === undefined ? address : `${address} ${bucket}`;
}
