import { z } from 'zod';
import { signalStudyV1, strategyStudyV1 } from '../../backtest/study-v1.js';
import { epochMs, sha256 } from '../../values.js';
import type { HttpRoute } from '../http-route.js';

const stored = { sha256, createdAtMs: epochMs, venue: z.string() };

export const StudiesRoute = {
  method: 'get',
  path: '/api/studies',
  topic: 'backtests',
  summary:
    'What signals, and strategies with their sizes, were worth out of sample: the newest stored study of each (fullcarry signals judge and compare)',
  reply: z.object({
    signals: z.object({ ...stored, study: signalStudyV1 }).nullable(),
    strategies: z.object({ ...stored, study: strategyStudyV1 }).nullable(),
  }),
} as const satisfies HttpRoute;
