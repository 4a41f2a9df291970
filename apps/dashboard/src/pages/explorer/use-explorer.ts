import { ExplorerRoute, type EXPLORER_DAYS } from '@fullcarry/contracts/http/market/explorer-route';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';

export type ExplorerDays = (typeof EXPLORER_DAYS)[number];

export function useExplorer(days: ExplorerDays) {
  return useQuery({
    queryKey: ['history', 'explorer', days],
    queryFn: ({ signal }) => ask(ExplorerRoute, { signal, query: { days } }),
    placeholderData: keepPreviousData,
  });
}
