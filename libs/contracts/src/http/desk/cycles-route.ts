import { z } from 'zod';
import { DeskCycleV1 } from '../../facts/desk-cycle-v1.js';
import type { HttpRoute } from '../http-route.js';
import { wholeNumberText } from '../query-values.js';

const cycleNumber = wholeNumberText({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** A cycle without what it did about each market. */
export const cycleSummary = DeskCycleV1.schema.omit({ markets: true });
export type CycleSummary = z.infer<typeof cycleSummary>;

export const CyclesRoute = {
  method: 'get',
  path: '/api/cycles',
  topic: 'desk',
  summary: 'The cycles with duration and warnings, the newest first',
  query: z.strictObject({
    limit: wholeNumberText({ min: 1, max: 500 }).default(100),
    beforeNumber: cycleNumber.optional(),
  }),
  reply: z.object({
    cycles: z.array(cycleSummary),
    /** Ask on with this as beforeNumber; null at the end. */
    nextBeforeNumber: z.int().positive().nullable(),
  }),
} as const satisfies HttpRoute;

export const CycleRoute = {
  method: 'get',
  path: '/api/cycles/:number',
  topic: 'desk',
  summary: 'One cycle with the reason for each market',
  params: z.object({ number: cycleNumber }),
  reply: DeskCycleV1.schema,
} as const satisfies HttpRoute;
