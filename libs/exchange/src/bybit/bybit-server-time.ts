import { TransientError } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';

const SERVER_TIME = z.object({
  result: z.object({ timeSecond: z.string().regex(/^\d+$/), timeNano: z.string().regex(/^\d+$/) }),
});

const CONTEXT = { endpoint: '/v5/market/time' };

/** The exchange's clock in epoch ms, stated twice in one answer; TransientError when the two differ. */
export function readServerTimeMs(payload: unknown): number {
  const { timeSecond, timeNano } = parsePayload(SERVER_TIME, payload, CONTEXT).result;
  const timeMs = Number(BigInt(timeNano) / 1_000_000n);
  if (Math.abs(timeMs - Number(timeSecond) * 1_000) > 1_000) {
    throw new TransientError("The exchange's clock contradicts itself", {
      ...CONTEXT,
      timeSecond,
      timeNano,
    });
  }
  return timeMs;
}
