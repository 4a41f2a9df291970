import { RatesRoute, type CurrentRates } from '@fullcarry/contracts/http/market/rates-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask.js';
import { useLive } from './feed.js';

/** Rates of the exchanges on which the desk does not trade are asked for as often as they are polled. */
const REFRESH_MS = 10_000;

/** The current rates of an exchange; undefined until they are known. */
export function useRates(exchange: string): CurrentRates | undefined {
  const first = useLive('ratesV1');
  const firstExchange = useLive('dataStatusV1')?.exchange ?? first?.rates?.exchange;
  const isFirst = firstExchange === exchange;
  const asked = useQuery({
    queryKey: ['rates', exchange],
    queryFn: ({ signal }) => ask(RatesRoute, { signal, query: { exchange } }),
    refetchInterval: REFRESH_MS,
    enabled: firstExchange !== undefined && !isFirst,
  });
  return isFirst ? first : asked.data;
}
