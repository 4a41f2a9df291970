import type { Exchange } from '../exchange.js';

/** What a process asks of its exchanges, as it says it of itself: of the first, and of all where there are several. */
export function requestsOf(exchanges: readonly Exchange[]) {
  const usages = exchanges.map((exchange) => {
    const { inWindow, budget, heldUntilMs, requestsTotal, failuresTotal, holdsTotal } =
      exchange.usage();
    return {
      exchange: exchange.id,
      requestsTotal,
      failuresTotal,
      holdsTotal,
      budgetUsed: budget > 0 ? inWindow / budget : 0,
      heldUntilMs: heldUntilMs === undefined ? null : Math.round(heldUntilMs),
      rowsLeftOut: exchange.leftOutRows().length,
    };
  });
  return { requests: usages[0] ?? null, ...(usages.length > 1 ? { exchanges: usages } : {}) };
}
