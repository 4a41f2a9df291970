import type { DeskLedger } from '@fullcarry/contracts/facts/desk-status-v1';
import { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import { useNow } from '../../ui/since.js';

/**
 * The ledger as it was when this UTC day began: the last point before it. Null where the desk began today, so
 * that it is what it started with; undefined until it is known.
 */
export function useDayStart(): DeskLedger | null | undefined {
  const midnightMs = floorTo(useNow(60_000), DAY_MS);
  const asked = useQuery({
    queryKey: ['day-start', midnightMs],
    queryFn: ({ signal }) => ask(EquityRoute, { signal, query: { toMs: midnightMs, points: 2 } }),
    staleTime: Infinity,
  });
  return asked.data ? (asked.data.points.at(-1) ?? null) : undefined;
}
