import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import {
  kindNamed,
  KINDS_OF_SERIES,
  settingNameOf,
  REQUIRED_KINDS,
  USUAL_KINDS,
} from '@fullcarry/domain/series';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import {
  archiveUrls,
  checkExchangeUrls,
  exchangeIds,
  exchangeUrls,
} from '@fullcarry/platform/settings/exchange-variables';
import {
  databaseUrl,
  decimalNumber,
  flag,
  logFormat,
  logLevel,
  natsReplicas,
  natsUrl,
  port,
  rateBudgetScope,
  namesAmong,
  wholeNumber,
} from '@fullcarry/platform/settings/variables';
import { z } from 'zod';

/** Each may be named once. */
const CLASSES = `allowed is one or several of ${ASSET_CLASSES.join(', ')}, separated by commas`;

const OTHER_KINDS = KINDS_OF_SERIES.filter((kind) => !REQUIRED_KINDS.includes(kind)).map(
  settingNameOf,
);
const KINDS = `allowed is ${REQUIRED_KINDS.map(settingNameOf).join(',')}, and behind them one or several of ${OTHER_KINDS.join(', ')}`;

const variables = z.object({
  EXCHANGE: exchangeIds,
  EXCHANGE_URL: exchangeUrls,
  ARCHIVE_URL: archiveUrls,
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_SIZE: wholeNumber({ min: 1, max: 100 }).default(5),
  NATS_URL: natsUrl,
  NATS_REPLICAS: natsReplicas,
  HISTORICAL_ENABLED: flag.default(true),
  HISTORICAL_LOOKBACK_DAYS: wholeNumber({ min: 1, max: 3650 }).default(365),
  HISTORICAL_PREMIUM_DAYS: wholeNumber({ min: 1, max: 3650 }).default(30),
  HISTORICAL_TIMEFRAME: z
    .enum(TIMEFRAMES, { message: `allowed is ${TIMEFRAMES.join(', ')}` })
    .default('1h'),
  HISTORICAL_SERIES: namesAmong(KINDS_OF_SERIES.map(settingNameOf), KINDS)
    .transform((names) => names.flatMap((name) => kindNamed(name) ?? []))
    .refine((kinds) => REQUIRED_KINDS.every((one) => kinds.includes(one)), KINDS)
    .prefault(USUAL_KINDS.map(settingNameOf).join(',')),
  HISTORICAL_TOP_PAIRS: wholeNumber({ min: 1, max: 1000 }).default(20),
  HISTORICAL_ASSET_CLASSES: namesAmong(ASSET_CLASSES, CLASSES).default(['coin']),
  HISTORICAL_REEVALUATE_HOURS: decimalNumber({ min: 0.01, max: 8760 }).default(168),
  HISTORICAL_MAX_RETRIES: wholeNumber({ min: 0, max: 20 }).default(5),
  HISTORICAL_RETRY_BASE_MS: wholeNumber({ min: 1, max: 60_000 }).default(1000),
  GAP_CONFIRM_MINUTES: decimalNumber({ min: 0.001, max: 1440 }).default(10),
  SCRUB_DAYS: decimalNumber({ min: 0, max: 365 }).default(7),
  RATE_BUDGET: decimalNumber({ min: 0.01, max: 1 }).default(0.8),
  RATE_BUDGET_SCOPE: rateBudgetScope,
  REQUEST_TIMEOUT_MS: wholeNumber({ min: 100, max: 120_000 }).default(10_000),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.default(9101),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

/** The fetcher's variables; docs/CONFIGURATION.md says what each means. */
export const fetcherConfig = variables.superRefine(checkExchangeUrls);

export type FetcherConfig = z.output<typeof fetcherConfig>;
