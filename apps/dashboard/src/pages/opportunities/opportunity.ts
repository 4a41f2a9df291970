import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/desk-cycle-v1';
import type { MarketRate } from '@fullcarry/contracts/market-rates-v1';

/** What the last cycle said of a market, with its rate now. */
export interface Opportunity extends MarketVerdict {
  readonly exchange: string;
  readonly rate: MarketRate | undefined;
}

export function opportunities(
  cycle: DeskCycle | undefined,
  rates: readonly MarketRate[],
): Opportunity[] {
  if (!cycle) return [];
  const bySymbol = new Map(rates.map((rate) => [rate.symbol, rate]));
  return cycle.markets.map((verdict) => ({
    ...verdict,
    exchange: cycle.exchange,
    rate: bySymbol.get(verdict.symbol),
  }));
}
