import { MarketResultRoute } from '@fullcarry/contracts/http/backtest/market-result-route';
import { DecisionRoute } from '@fullcarry/contracts/http/desk/decision-route';
import { SignalsRoute } from '@fullcarry/contracts/http/market/signals-route';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';

/** Asked again with each cycle of the desk. */
export function useDecision(market: string | undefined) {
  return useQuery({
    queryKey: ['cycles', 'decision', market],
    queryFn: ({ signal }) => ask(DecisionRoute, { signal, query: { market } }),
    enabled: market !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** A perpetual by its exchange. */
export interface Perpetual {
  readonly exchange: string;
  readonly symbol: string;
}

export function useSignals(market: Perpetual) {
  return useQuery({
    queryKey: ['history', 'signals', market],
    queryFn: ({ signal }) => ask(SignalsRoute, { signal, query: { ...market } }),
  });
}

export function useMarketResult(market: Perpetual) {
  return useQuery({
    queryKey: ['backtests', 'of-market', market],
    queryFn: ({ signal }) => ask(MarketResultRoute, { signal, query: { ...market } }),
  });
}
