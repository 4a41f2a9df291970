import type { LotSize, PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import type { SpotMatch } from './hyperliquid-match-spot.js';

/** "Order must have minimum value of $10", on either side (the refusal that ccxt knows; not tried). */
const MIN_NOTIONAL = '10';

/**
 * Both legs' rules, from the decimals of their sizes
 * (https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/tick-and-lot-size). Values are in
 * USDC. Prices there have at most five significant figures, and 6 - szDecimals decimals (spot: 8 -
 * szDecimals); the desk sends no orders and needs no rule for them.
 */
export function tradingRulesOf(
  symbol: string,
  szDecimals: number,
  match: SpotMatch | undefined,
): TradingRules {
  return {
    symbol,
    perpetual: lotSize(szDecimals),
    spot: match && { ...match.named, ...lotSize(match.spot.szDecimals) },
  };
}

/** Of a perpetual; its prices have no fixed step. */
export function perpetualRulesOf({
  perpetual,
}: {
  readonly perpetual: { readonly szDecimals: number };
}): PerpetualRules {
  return { ...lotSize(perpetual.szDecimals), priceStep: undefined, contractSize: '1' };
}

function lotSize(szDecimals: number): LotSize {
  const step = szDecimals === 0 ? '1' : `0.${'0'.repeat(szDecimals - 1)}1`;
  return { quantityStep: step, minQuantity: step, minNotionalUsdt: MIN_NOTIONAL };
}
