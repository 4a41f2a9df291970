import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';

const SERVER_TIME = z.object({ data: z.tuple([z.object({ ts: z.string().regex(/^\d+$/) })]) });

/** The exchange's clock in epoch ms. */
export function readServerTimeMs(payload: unknown): number {
  const [{ ts }] = parsePayload(SERVER_TIME, payload, { endpoint: '/api/v5/public/time' }).data;
  return Number(ts);
}
