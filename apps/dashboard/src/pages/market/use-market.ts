import { CandlesRoute } from '@fullcarry/contracts/http/market/candles-route';
import { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import { MarketCoverageRoute } from '@fullcarry/contracts/http/market/market-coverage-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import type { ChartedHistory } from './charted-history.js';

export interface MarketName {
  readonly exchange: string;
  /** The exchange's own name, as it stands in the address. */
  readonly symbol: string;
}

/** What of the market is proven, what is missing, and why. */
export function useMarketCoverage(params: MarketName) {
  return useQuery({
    queryKey: ['history', 'market-coverage', params],
    queryFn: ({ signal }) => ask(MarketCoverageRoute, { params: { ...params }, signal }),
  });
}

interface AskedWindow {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Candles and settlements of the windows that are asked for; a year where none is. */
export function useMarketHistory(
  name: MarketName,
  asked: { readonly candles: AskedWindow; readonly funding: AskedWindow },
  isCollected: boolean,
) {
  return useQuery({
    queryKey: ['history', 'market', name, asked],
    queryFn: async ({ signal }): Promise<ChartedHistory> => {
      const [candles, funding] = await Promise.all([
        ask(CandlesRoute, { query: { ...name, ...asked.candles }, signal }),
        ask(FundingRatesRoute, { query: { ...name, ...asked.funding }, signal }),
      ]);
      return { candles, funding };
    },
    enabled: isCollected,
    placeholderData: (before) => before,
  });
}
