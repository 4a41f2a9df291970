import { BacktestRoute } from '@fullcarry/contracts/http/backtest/backtest-route';
import { BacktestsRoute } from '@fullcarry/contracts/http/backtest/backtests-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';

/** One result: the document, which never changes, and its line of the list, which says whether it is stale. */
export function useBacktest(hash: string) {
  const document = useQuery({
    queryKey: ['backtests', 'one', hash],
    queryFn: ({ signal }) => ask(BacktestRoute, { params: { hash }, signal }),
    staleTime: Infinity,
  });
  const summary = useQuery({
    queryKey: ['backtests', 'line', hash],
    queryFn: ({ signal }) => ask(BacktestsRoute, { query: { hash, limit: 1 }, signal }),
  });
  return { document, summary, line: summary.data?.backtests[0] };
}
