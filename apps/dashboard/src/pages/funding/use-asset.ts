import { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import {
  SpreadsRoute,
  type AssetSpread,
  type SpreadLeg,
} from '@fullcarry/contracts/http/market/spreads-route';
import { useQueries, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import { AskError } from '../../api/ask-error.js';
import type { VenueFunding } from './venue-history.js';

const REFRESH_MS = 10_000;

/** The venues of one asset as they are now; null when no exchange here has it. */
export function useAsset(asset: string) {
  return useQuery({
    queryKey: ['spreads', 'asset'],
    queryFn: ({ signal }) => ask(SpreadsRoute, { signal, query: {} }),
    refetchInterval: REFRESH_MS,
    select: ({ assets, holdingHours }): { spread: AssetSpread | null; holdingHours: number } => ({
      spread: assets.find((one) => one.asset === asset) ?? null,
      holdingHours,
    }),
  });
}

/** A year of settled funding of each venue; those whose history is not collected are left out. */
export function useVenues(legs: readonly SpreadLeg[]): {
  readonly venues: readonly VenueFunding[];
  readonly isPending: boolean;
} {
  return useQueries({
    queries: legs.map(({ exchange, nativeId }) => ({
      queryKey: ['history', 'venue', exchange, nativeId],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        try {
          return await ask(FundingRatesRoute, { signal, query: { exchange, symbol: nativeId } });
        } catch (error) {
          if (error instanceof AskError && error.status === 404) return null;
          throw error;
        }
      },
    })),
    combine: (results) => ({
      venues: results.flatMap(({ data }) => data ?? []),
      isPending: results.some((result) => result.isPending),
    }),
  });
}
