import { z } from 'zod';
import { deskLedger } from '../../facts/desk-status-v1.js';
import { epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, format, wholeNumberText } from '../query-values.js';

export const EquityRoute = {
  method: 'get',
  path: '/api/equity',
  topic: 'desk',
  summary: 'The ledger over time; a long window is thinned out evenly, its last point kept',
  csv: true,
  query: z.strictObject({
    fromMs: epochMsText.optional(),
    toMs: epochMsText.optional().describe('Not included'),
    points: wholeNumberText({ min: 2, max: 5000 }).default(1000).describe('At most so many'),
    format,
  }),
  reply: z.object({ points: z.array(deskLedger.extend({ atMs: epochMs })) }),
} as const satisfies HttpRoute;
