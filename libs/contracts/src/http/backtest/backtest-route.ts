import { z } from 'zod';
import { backtestDocumentV1 } from '../../backtest/backtest-document-v1.js';
import { BacktestDecisionsCommandV1 } from '../../commands/backtest-commands-v1.js';
import type { HttpRoute } from '../http-route.js';
import { hashText } from './backtests-route.js';

export const BacktestRoute = {
  method: 'get',
  path: '/api/backtests/:hash',
  topic: 'backtests',
  summary: 'One result as it is stored: canonical JSON, whose SHA-256 is the hash',
  params: z.object({ hash: hashText }),
  reply: backtestDocumentV1,
} as const satisfies HttpRoute;

export const BacktestTradesRoute = {
  method: 'get',
  path: '/api/backtests/:hash/trades.csv',
  topic: 'backtests',
  summary: 'The trades of one result as CSV, a line a trade',
  csv: 'only',
  params: z.object({ hash: hashText }),
  reply: z.string(),
} as const satisfies HttpRoute;

export const BacktestTradesParquetRoute = {
  method: 'get',
  path: '/api/backtests/:hash/trades.parquet',
  topic: 'backtests',
  summary:
    'The same as Parquet: times as UTC timestamps, amounts as doubles. The exact decimals are in the CSV and in the document',
  bytes: 'application/vnd.apache.parquet',
  params: z.object({ hash: hashText }),
  reply: z.string(),
} as const satisfies HttpRoute;

export const BacktestDecisionsRoute = {
  method: 'post',
  path: '/api/backtests/:hash/decisions',
  topic: 'backtests',
  summary:
    'The decisions of one result from an instant on: what was seen of each market, what was meant and why. A backtester plays it again for that, and it has to stand on the rows of now',
  params: z.object({ hash: hashText }),
  body: BacktestDecisionsCommandV1.ask.pick({ fromMs: true, most: true }),
  reply: BacktestDecisionsCommandV1.reply.omit({ v: true }),
  changes: true,
} as const satisfies HttpRoute;
