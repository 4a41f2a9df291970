import { MarketsRoute, type MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';

const PAGE = 1000;

/** Every market that the exchange lists or that was ever tracked. */
export function useMarkets() {
  return useQuery({
    queryKey: ['history', 'markets'],
    queryFn: ({ signal }) => allMarkets(signal),
  });
}

async function allMarkets(signal: AbortSignal): Promise<MarketSummary[]> {
  const markets: MarketSummary[] = [];
  for (;;) {
    const query = { scope: 'all', limit: PAGE, offset: markets.length };
    const page = await ask(MarketsRoute, { query, signal });
    markets.push(...page.markets);
    if (page.markets.length === 0 || markets.length >= page.total) return markets;
  }
}
