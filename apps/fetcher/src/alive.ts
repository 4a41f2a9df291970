import type { RequestUsage, ServiceAlive } from '@fullcarry/contracts/service-alive-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Health } from '@fullcarry/platform/health';
import { ALIVE_EVERY_SECONDS, thisProcess } from '@fullcarry/platform/say-alive';

/** What this fetcher says of itself: that it is there, how it is, and what it asks of its exchanges. */
export function alive(exchanges: readonly Exchange[], health: Health): ServiceAlive {
  const usages = exchanges.map(usageOf);
  return {
    v: 1,
    atMs: Date.now(),
    service: 'fetcher',
    ...thisProcess,
    everySeconds: ALIVE_EVERY_SECONDS,
    checks: health
      .report()
      .checks.map(({ name, up, detail }) => ({ name, up, detail: detail ?? null })),
    requests: usages[0] ?? null,
    ...(usages.length > 1 ? { exchanges: usages } : {}),
  };
}

function usageOf(exchange: Exchange): RequestUsage {
  const { inWindow, budget, heldUntilMs, requestsTotal, failuresTotal, holdsTotal } =
    exchange.usage();
  return {
    exchange: exchange.id,
    requestsTotal,
    failuresTotal,
    holdsTotal,
    budgetUsed: budget > 0 ? inWindow / budget : 0,
    heldUntilMs: heldUntilMs === undefined ? null : Math.round(heldUntilMs),
  };
}
