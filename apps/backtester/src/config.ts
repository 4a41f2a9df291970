import {
  databaseUrl,
  logFormat,
  logLevel,
  natsReplicas,
  natsUrl,
  port,
  wholeNumber,
} from '@fullcarry/platform/settings/variables';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** The backtester's variables; docs/CONFIGURATION.md says what each means. */
export const backtesterConfig = z.object({
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  NATS_REPLICAS: natsReplicas,
  BACKTEST_THREADS: wholeNumber({ min: 1, max: 256 }).default(availableParallelism()),
  BACKTEST_MOST_QUEUED: wholeNumber({ min: 1, max: 10_000 }).default(100),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.default(9104),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

export type BacktesterConfig = z.output<typeof backtesterConfig>;
