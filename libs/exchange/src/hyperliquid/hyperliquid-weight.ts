import { HOUR_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { RequestWeight } from '../limits/rate-limit.js';
import { HYPERLIQUID_STEP_MS } from './hyperliquid-candles.js';
import { HYPERLIQUID_LIMITS } from './hyperliquid-limits.js';

const ASKED = z.union([
  z.object({
    type: z.literal('candleSnapshot'),
    req: z.object({ interval: z.string(), startTime: z.number(), endTime: z.number() }),
  }),
  z.object({ type: z.literal('fundingHistory'), startTime: z.number(), endTime: z.number() }),
  z.object({ type: z.enum(['exchangeStatus', 'l2Book', 'allMids']) }),
]);

/**
 * What a request weighs, by the type that its body names (…/for-developers/api/rate-limits): 20, or 2 for a
 * few. Long answers weigh more: one for every 60 candles, one for every 20 settlements. How many rows come
 * is not known when a request leaves, so the most that can come are counted; "every 60" is taken rounded up.
 */
export function hyperliquidWeight(_: URL, body: string | undefined): RequestWeight {
  const asked = ASKED.safeParse(body === undefined ? undefined : JSON.parse(body));
  const [limit] = HYPERLIQUID_LIMITS.rates;
  if (!asked.success) return { limit, cost: 20 };
  return { limit, cost: weightOf(asked.data) };
}

function weightOf(asked: z.output<typeof ASKED>): number {
  switch (asked.type) {
    case 'candleSnapshot': {
      const { interval, startTime, endTime } = asked.req;
      const stepMs = HYPERLIQUID_STEP_MS.get(interval) ?? HOUR_MS;
      return 20 + Math.ceil(rowsBetween(startTime, endTime, stepMs) / 60);
    }
    case 'fundingHistory': {
      const rows = rowsBetween(asked.startTime, asked.endTime, HOUR_MS);
      return 20 + Math.ceil(Math.min(rows, HYPERLIQUID_LIMITS.settlementsPerPage) / 20);
    }
    default:
      return 2;
  }
}

/** The most rows of a grid between two instants that are both included. */
function rowsBetween(fromMs: number, toMs: number, stepMs: number): number {
  return Math.floor(toMs / stepMs) - Math.ceil(fromMs / stepMs) + 1;
}
