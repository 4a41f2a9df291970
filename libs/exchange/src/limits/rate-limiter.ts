import { TransientError } from '@fullcarry/domain/errors';
import type { RateLimit } from './rate-limit.js';
import { sendBudget, SendTimes, sendRules, type SendBudget } from './send-times.js';

/**
 * `inWindow` of `budget` units, all that this process may use, were used within the last `windowMs`: one
 * unit is one request where the exchange does not weigh them. `heldUntilMs` (epoch) is set while the exchange
 * asked for silence. Totals count requests, from the start of the process.
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
  readonly cost: number;
  readonly go: () => void;
  readonly refuse: (reason: Error) => void;
}

/**
 * The way to all of an exchange that one of its limits is for: requests leave in the order of asking, never
 * more than the budget, and none while the exchange asked for silence.
 *
 * A budget that several processes share belongs to nobody at first: `allow` says what part of it is this
 * process's, and until when. A process that was frozen finds that time over, and sends nothing.
 *
 * The turn is given when the request leaves, not reserved ahead: after a hold or a blocked event loop
 * there is no backlog of overdue turns that would leave in one burst. The clock is monotonic, so a
 * corrected system clock changes nothing.
 */
export class RateLimiter {
  private readonly queue: Waiting[] = [];
  private readonly sent: SendTimes;
  /** What all who share it may send together. */
  readonly budget: SendBudget;
  private most: number;
  private allowedUntil: number;
  private heldUntil = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private closedBy: Error | undefined;
  private requestsTotal = 0;
  private unitsTotal = 0;
  private failuresTotal = 0;
  private holdsTotal = 0;
  private reportHold: (holdMs: number) => void = () => undefined;

  constructor(
    private readonly limit: RateLimit,
    rateBudget: number,
    isShared = false,
  ) {
    this.budget = sendBudget(limit, rateBudget);
    this.most = isShared ? 0 : this.budget.most;
    this.allowedUntil = isShared ? -Infinity : Infinity;
    this.sent = new SendTimes(sendRules({ ...this.budget, most: this.most }));
  }

  /** The limit's. */
  get name(): string {
    return this.limit.name;
  }

  /**
   * From now on at most `most` units in any window, spread over it as if they were `even`, and none once
   * `performance.now()` reaches `untilMs`. With fewer than those that were used and still count, no request leaves
   * until they don't.
   */
  allow({ most, even }: { most: number; even: number }, untilMs: number): void {
    this.most = most;
    this.allowedUntil = untilMs;
    this.sent.obey(sendRules({ ...this.budget, most }, even));
    this.serve();
  }

  /** How many units that were used still count, how many were used from the start, and whether a request waits. */
  spent(): { readonly used: number; readonly total: number; readonly isWaiting: boolean } {
    const used = this.sent.sentSince(performance.now() - this.budget.windowMs);
    return { used, total: this.unitsTotal, isWaiting: this.queue.length > 0 };
  }

  /** Resolves at the instant at which one request must be sent, and has counted its cost in units. */
  pass(cost = 1): Promise<void> {
    if (cost > this.limit.heaviest) {
      const message = `A request of ${cost} units is heavier than ${this.limit.heaviest}, the most of ${this.name}`;
      return Promise.reject(new RangeError(message));
    }
    if (this.closedBy) return Promise.reject(this.closedBy);
    return new Promise((resolve, reject) => {
      this.queue.push({ cost, go: resolve, refuse: reject });
      this.serve();
    });
  }

  /** Nothing leaves for `holdMs` from now; the longest hold that was asked for stands. */
  hold(holdMs: number): void {
    this.holdsTotal += 1;
    this.heldUntil = Math.max(this.heldUntil, performance.now() + holdMs);
  }

  /** The exchange asked for it: a hold, of which whoever wants to know is notified. */
  askedForSilence(holdMs: number): void {
    this.hold(holdMs);
    this.reportHold(holdMs);
  }

  /** How long the hold still lasts; 0 when there is none. */
  heldForMs(): number {
    return Math.max(0, this.heldUntil - performance.now());
  }

  /** Calls back when the exchange asked this process for silence, which others must keep too. */
  onHold(notify: (holdMs: number) => void): void {
    this.reportHold = notify;
  }

  countFailure(): void {
    this.failuresTotal += 1;
  }

  usage(): RequestUsage {
    const now = performance.now();
    return {
      inWindow: this.sent.sentSince(now - this.limit.windowMs),
      budget: this.most,
      windowMs: this.limit.windowMs,
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
      // Who says how much is allowed comes by again.
      if (now >= this.allowedUntil || this.most < next.cost) return;
      const waitMs = Math.max(this.heldUntil, this.sent.nextAtMs(now, next.cost)) - now;
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.serve(), Math.ceil(waitMs));
        return;
      }
      this.queue.shift();
      this.sent.record(now, next.cost);
      this.requestsTotal += 1;
      this.unitsTotal += next.cost;
      next.go();
    }
  }
}
