import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import type { OpportunitiesRoute } from '@fullcarry/contracts/http/market/opportunities-route';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';

/** The markets of a cycle by rank, those without one last, each with its rate of now. */
export function opportunities(
  cycle: DeskCycle | undefined,
  rates: MarketRates | undefined,
): ReplyOf<typeof OpportunitiesRoute> {
  if (!cycle) return { cycle: null, markets: [] };
  const bySymbol = new Map(rates?.markets.map((rate) => [rate.symbol, rate]));
  const { number, startedAtMs, durationMs } = cycle;
  return {
    cycle: { number, startedAtMs, durationMs },
    markets: cycle.markets
      .toSorted((a, b) => (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE))
      .map((verdict) => {
        const rate = bySymbol.get(verdict.symbol);
        return {
          ...verdict,
          predictedRate: rate?.predictedRate ?? null,
          nextFundingAtMs: rate?.nextFundingAtMs ?? null,
          intervalMinutes: rate?.intervalMinutes ?? null,
          turnoverUsdt24h: rate?.turnoverUsdt24h ?? null,
        };
      }),
  };
}
