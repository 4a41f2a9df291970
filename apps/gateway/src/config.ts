import type { Lookbacks } from '@fullcarry/domain/series';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { packageFolder } from '@fullcarry/platform/service/package-folder';
import { exchangeIds } from '@fullcarry/platform/settings/exchange-variables';
import { secret } from '@fullcarry/platform/settings/secret';
import {
  databaseUrl,
  flag,
  logFormat,
  logLevel,
  natsReplicas,
  natsUrl,
  port,
  wholeNumber,
} from '@fullcarry/platform/settings/variables';
import { join } from 'node:path';
import { z } from 'zod';

const HOSTS = 'allowed are host names separated by commas, without ports';

const token = z
  .string()
  .regex(/^[\x21-\x7e]{16,512}$/, 'allowed are 16 to 512 visible ASCII characters');

/** The gateway's variables; docs/CONFIGURATION.md says what each means. */
export const gatewayConfig = z.object({
  EXCHANGE: exchangeIds,
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  NATS_REPLICAS: natsReplicas,
  HISTORICAL_ENABLED: flag.default(true),
  HISTORICAL_LOOKBACK_DAYS: wholeNumber({ min: 1, max: 3650 }).default(365),
  HISTORICAL_PREMIUM_DAYS: wholeNumber({ min: 1, max: 3650 }).default(30),
  HISTORICAL_TIMEFRAME: z
    .enum(TIMEFRAMES, { message: `allowed is ${TIMEFRAMES.join(', ')}` })
    .default('1h'),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port.default(8080),
  HTTP_ALLOWED_HOSTS: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]+(,[A-Za-z0-9.:[\]-]+)*$/, HOSTS)
    .transform((text) => text.toLowerCase().split(','))
    .default([]),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.default(9103),
  HTTP_TRUSTED_PROXIES: wholeNumber({ min: 0, max: 10 }).default(0),
  HTTP_READS_PER_MINUTE: wholeNumber({ min: 0, max: 10_000_000 }).default(6000),
  HTTP_SOCKETS_PER_ADDRESS: wholeNumber({ min: 1, max: 100_000 }).default(100),
  DASHBOARD_TOKEN: secret(token.optional()),
  READ_TOKEN: secret(token.optional()),
  DASHBOARD_FOLDER: z
    .string()
    .default(join(packageFolder(import.meta.dirname), '../dashboard/dist')),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

export type GatewayConfig = z.output<typeof gatewayConfig>;

/** How far back each kind is kept, as the fetcher has it. */
export function lookbacksOf(config: GatewayConfig): Lookbacks {
  return {
    usualDays: config.HISTORICAL_LOOKBACK_DAYS,
    premiumDays: config.HISTORICAL_PREMIUM_DAYS,
  };
}
