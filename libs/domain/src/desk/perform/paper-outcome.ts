import { feeBps } from '../observe/round-trip-cost.js';
import { fillFee } from '../trade/fill-price.js';
import { fillsFrom, unfilledBecause, type PaperMarket } from '../trade/paper-fills.js';
import type { LegCosts, LegFill, LegOutcome, SentOrder } from './leg-executor.js';

/** Returns what becomes of an order on paper that meets a market, with the fees that the settings say, in USDT. */
export function paperOutcome(
  met: PaperMarket,
  order: SentOrder,
  costs: LegCosts,
  filledAtMs: number,
): LegOutcome {
  const parts = fillsFrom(met, order, costs.slippageBps);
  const reason = unfilledBecause(met, order, parts, costs.slippageBps);
  if (parts.length === 0) return { kind: 'rejected', reason: reason ?? 'Nothing waits there' };
  const bps = feeBps(costs, order.market.instrument);
  const fills = parts.map(({ price, quantity, from }): LegFill => {
    const fee = { amount: fillFee(price, quantity, bps), coin: 'USDT' };
    return { price, quantity, fee, filledAtMs, from };
  });
  return reason === undefined ? { kind: 'filled', fills } : { kind: 'partly', fills, reason };
}
