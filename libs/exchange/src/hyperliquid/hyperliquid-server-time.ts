import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';

const STATUS = z.object({ time: z.number().int().positive() });

/**
 * The exchange's clock in epoch ms: `time` of the answer to `exchangeStatus`, which its documentation does
 * not describe. It is what ccxt's fetchTime reads, and one of the answers that weigh least.
 */
export function readServerTimeMs(payload: unknown): number {
  return parsePayload(STATUS, payload, { endpoint: '/info', type: 'exchangeStatus' }).time;
}
