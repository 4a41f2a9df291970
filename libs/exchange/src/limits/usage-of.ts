import type { RateLimiters } from '../exchange.js';
import type { RequestUsage } from './rate-limiter.js';

/** Of all rate limiters together; the window is that of the fullest. A hold stands at all of them, and counts once. */
export function usageOf(limiters: RateLimiters): RequestUsage {
  const usages = limiters.map((limiter) => limiter.usage());
  const fullest = usages.reduce((one, other) => (share(other) > share(one) ? other : one));
  const sum = (of: (usage: RequestUsage) => number) =>
    usages.reduce((total, usage) => total + of(usage), 0);
  const holds = usages.flatMap(({ heldUntilMs }) => heldUntilMs ?? []);
  return {
    ...fullest,
    waiting: sum(({ waiting }) => waiting),
    heldUntilMs: holds.length > 0 ? Math.max(...holds) : undefined,
    requestsTotal: sum(({ requestsTotal }) => requestsTotal),
    failuresTotal: sum(({ failuresTotal }) => failuresTotal),
    holdsTotal: Math.max(...usages.map(({ holdsTotal }) => holdsTotal)),
  };
}

function share({ inWindow, budget }: RequestUsage): number {
  return budget === 0 ? 0 : inWindow / budget;
}
