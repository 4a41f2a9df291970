import type { MarketVerdict } from '@fullcarry/contracts/desk-cycle-v1';
import type { Reason } from '@fullcarry/domain/desk/verdict';
import type { ScannedMarket } from './market-scan.js';

/** What a cycle did with a market, and why. */
export type Outcome = { readonly action: MarketVerdict['action'] } & Reason;

/** The verdict on every market that was looked at, ranked as they come; `outcomes` by symbol. */
export function marketVerdicts(
  markets: readonly ScannedMarket[],
  outcomes: ReadonlyMap<string, Outcome>,
  held: ReadonlySet<string>,
): MarketVerdict[] {
  return markets.map(({ rate, outlook }, i) => {
    const outcome = outcomes.get(rate.symbol);
    return {
      symbol: rate.symbol,
      nativeId: rate.nativeId,
      rank: i + 1,
      netYield: outlook.netYield,
      grossYield: outlook.grossYield,
      breakEvenSettlements: finite(outlook.breakEvenSettlements),
      persistence: outlook.paidShare ?? null,
      action: outcome?.action ?? (held.has(rate.symbol) ? 'held' : 'passed'),
      reasonCode: outcome?.code ?? 'not-looked-at',
      reason: outcome?.text ?? 'The cycle ended before its turn',
    };
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
