import { z } from 'zod';
import { marketVerdict } from '../../facts/desk-cycle-v1.js';
import { count, decimal, epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { format } from '../query-values.js';

export const OpportunitiesRoute = {
  method: 'get',
  path: '/api/opportunities',
  topic: 'desk',
  summary:
    'The markets of the last cycle by net yearly yield, each with the reason for what was done',
  csv: true,
  query: z.strictObject({ format }),
  reply: z.object({
    /** Null before the first cycle. */
    cycle: z.object({ number: count, startedAtMs: epochMs, durationMs: count }).nullable(),
    markets: z.array(
      marketVerdict.extend({
        predictedRate: decimal.nullable(),
        nextFundingAtMs: epochMs.nullable(),
        intervalMinutes: z.int().positive().nullable(),
        turnoverUsdt24h: decimal.nullable(),
      }),
    ),
  }),
} as const satisfies HttpRoute;
