import { z } from 'zod';
import { backtestWish } from '../../backtest/backtest-wish.js';
import { BacktestProgressV1 } from '../../facts/backtest-progress-v1.js';
import {
  BacktestCancelCommandV1,
  BacktestRunCommandV1,
} from '../../commands/backtest-commands-v1.js';
import type { HttpRoute } from '../http-route.js';

const id = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'allowed are the 64 hex digits that were answered when it was asked');

export const BacktestRunRoute = {
  method: 'post',
  path: '/api/backtests',
  topic: 'backtests',
  summary:
    'Queue a backtest; answers the id by which its state is published. The same question is queued once',
  body: backtestWish,
  reply: BacktestRunCommandV1.reply.omit({ v: true }),
  status: 202,
  changes: true,
} as const satisfies HttpRoute;

export const BacktestRunStateRoute = {
  method: 'get',
  path: '/api/backtests/runs/:id',
  topic: 'backtests',
  summary: 'How far a backtest is that was asked in the last week, and the hash of its result',
  params: z.object({ id }),
  reply: BacktestProgressV1.schema.omit({ v: true }),
} as const satisfies HttpRoute;
export type BacktestRunState = z.output<typeof BacktestRunStateRoute.reply>;

export const BacktestCancelRoute = {
  method: 'post',
  path: '/api/backtests/runs/:id/cancel',
  topic: 'backtests',
  summary: 'Give up a backtest that waits or is being run',
  params: z.object({ id }),
  body: z.strictObject({}).optional(),
  reply: BacktestCancelCommandV1.reply.omit({ v: true }),
  changes: true,
} as const satisfies HttpRoute;
