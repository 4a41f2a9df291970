import { RatesRoute } from '@fullcarry/contracts/http/market/rates-route';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../api/ask.js';
import { useLive } from './feed.js';

const REFRESH_MS = 10_000;

/** The current rates of every exchange that is served, by exchange: published of the first, asked for of the others. */
export function useAllRates(): ReadonlyMap<string, readonly MarketRate[]> {
  const first = useLive('ratesV1')?.rates;
  const served = useLive('dataStatusesV1')?.exchanges;
  const firstExchange = useLive('dataStatusV1')?.exchange ?? first?.exchange;
  const others = (served ?? [])
    .map(({ exchange }) => exchange)
    .filter((exchange) => exchange !== firstExchange);
  const asked = useQueries({
    queries: others.map((exchange) => ({
      queryKey: ['rates', exchange],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        ask(RatesRoute, { signal, query: { exchange } }),
      refetchInterval: REFRESH_MS,
    })),
    combine: (results) => results.map(({ data }) => data?.rates),
  });
  return useMemo(
    () =>
      new Map(
        [first, ...asked].flatMap((rates) =>
          rates ? [[rates.exchange, rates.markets] as const] : [],
        ),
      ),
    [first, asked],
  );
}
