import { TransientError } from '@fullcarry/domain/errors';
import { SendTimes, sendRules } from './send-times.js';

/**
 * `inWindow` of `budget` requests were sent within the last `windowMs`. `heldUntilMs` (epoch) is set while
 * the exchange asked for silence. Totals count from the start of the process.
 */
export interface RequestUsage {
  readonly inWindow: number;
  readonly budget: number;
  readonly windowMs: number;
  readonly waiting: number;
  readonly heldUntilMs: number | undefined;
  readonly requestsTotal: number;
  readonly failuresTotal: number;
  readonly holdsTotal: number;
}

interface Waiting {
  readonly go: () => void;
  readonly refuse: (reason: Error) => void;
}

/**
 * The one door to an exchange: requests leave in the order of asking, never more than the budget, and
 * none while the exchange asked for silence.
 *
 * The turn is given when the request leaves, not reserved ahead: after a hold or a blocked event loop
 * there is no backlog of overdue turns that would leave in one burst. The clock is monotonic, so a
 * corrected system clock changes nothing.
 */
export class RequestGate {
  private readonly queue: Waiting[] = [];
  private readonly sent: SendTimes;
  private readonly budget: number;
  private readonly windowMs: number;
  private heldUntil = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private closedBy: Error | undefined;
  private requestsTotal = 0;
  private failuresTotal = 0;
  private holdsTotal = 0;

  constructor(published: { requests: number; windowMs: number }, rateBudget: number) {
    const rules = sendRules({ most: published.requests, windowMs: published.windowMs }, rateBudget);
    this.sent = new SendTimes(rules);
    this.budget = Math.max(...rules.map((rule) => rule.most));
    this.windowMs = published.windowMs;
  }

  /** Resolves at the instant at which one request must be sent, and has counted it. */
  pass(): Promise<void> {
    if (this.closedBy) return Promise.reject(this.closedBy);
    return new Promise((resolve, reject) => {
      this.queue.push({ go: resolve, refuse: reject });
      this.serve();
    });
  }

  /** Nothing leaves for `holdMs` from now; the longest hold that was asked for stands. */
  hold(holdMs: number): void {
    this.holdsTotal += 1;
    this.heldUntil = Math.max(this.heldUntil, performance.now() + holdMs);
  }

  countFailure(): void {
    this.failuresTotal += 1;
  }

  usage(): RequestUsage {
    const now = performance.now();
    return {
      inWindow: this.sent.sentSince(now - this.windowMs),
      budget: this.budget,
      windowMs: this.windowMs,
      waiting: this.queue.length,
      heldUntilMs: this.heldUntil > now ? Math.ceil(Date.now() + this.heldUntil - now) : undefined,
      requestsTotal: this.requestsTotal,
      failuresTotal: this.failuresTotal,
      holdsTotal: this.holdsTotal,
    };
  }

  close(): void {
    this.closedBy ??= new TransientError('The exchange adapter is closed');
    clearTimeout(this.timer);
    for (const waiting of this.queue.splice(0)) waiting.refuse(this.closedBy);
  }

  private serve(): void {
    clearTimeout(this.timer);
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const now = performance.now();
      const waitMs = Math.max(this.heldUntil, this.sent.nextAtMs(now)) - now;
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.serve(), Math.ceil(waitMs));
        return;
      }
      this.queue.shift();
      this.sent.record(now);
      this.requestsTotal += 1;
      next.go();
    }
  }
}
