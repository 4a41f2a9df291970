import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';

/** The next settlement of the open positions, and what it is expected to bring together. */
export interface NextPayment {
  readonly atMs: number;
  /** Σ predicted rate · notional of the shorts that settle then: USDT, positive is earned. An estimate until then. */
  readonly expectedUsdt: number;
  readonly positions: number;
}

/** Undefined when nothing is held, or no rate is known of what is held. */
export function nextPayment(
  open: readonly Pick<DeskPosition, 'symbol' | 'notionalUsdt' | 'state'>[],
  rates: readonly Pick<MarketRate, 'symbol' | 'predictedRate' | 'nextFundingAtMs'>[],
): NextPayment | undefined {
  const bySymbol = new Map(rates.map((rate) => [rate.symbol, rate]));
  const due = open.flatMap(({ symbol, notionalUsdt, state }) => {
    const rate = state === 'open' ? bySymbol.get(symbol) : undefined;
    if (!rate) return [];
    const expectedUsdt = Number(rate.predictedRate) * Number(notionalUsdt);
    return [{ atMs: rate.nextFundingAtMs, expectedUsdt }];
  });
  if (due.length === 0) return undefined;
  const atMs = Math.min(...due.map((one) => one.atMs));
  const first = due.filter((one) => one.atMs === atMs);
  return {
    atMs,
    positions: first.length,
    expectedUsdt: first.reduce((sum, one) => sum + one.expectedUsdt, 0),
  };
}
