import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import {
  checkExchangeUrls,
  exchangeIds,
  exchangeUrls,
} from '@fullcarry/platform/settings/exchange-variables';
import { secret } from '@fullcarry/platform/settings/secret';
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
  wholeNumber,
} from '@fullcarry/platform/settings/variables';
import { z } from 'zod';

const httpUrl = z.url({ message: 'allowed is http://… or https://…', protocol: /^https?$/ });

const AMOUNT = 'allowed is an amount in USDT above 0, such as 10000 or 2500.50';

/** The cycle in hand ends its action, and each closing its legs: so many answers after each other. */
const LONGEST_CLOSING_CALLS = 4;

/** The orchestrator's variables; docs/CONFIGURATION.md says what each means. */
export const orchestratorConfig = z
  .object({
    EXCHANGE: exchangeIds,
    EXCHANGE_URL: exchangeUrls,
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    NATS_REPLICAS: natsReplicas,
    HISTORICAL_ENABLED: flag.default(true),
    HISTORICAL_TIMEFRAME: z
      .enum(TIMEFRAMES, { message: `allowed is ${TIMEFRAMES.join(', ')}` })
      .default('1h'),
    SCAN_INTERVAL_SECONDS: decimalNumber({ min: 0.1, max: 86_400 }).default(60),
    POLL_SECONDS: decimalNumber({ min: 0.1, max: 3_600 }).default(10),
    FIRST_POLL_TIMEOUT_SECONDS: decimalNumber({ min: 0, max: 3_600 }).default(30),
    PAPER_EQUITY_USDT: z
      .string()
      .regex(/^\d{1,15}(\.\d{1,18})?$/, AMOUNT)
      .refine((text) => Number(text) > 0, AMOUNT)
      .default('10000'),
    DESK_VENUES: z
      .string()
      .transform((text) => text.split(',').flatMap((id) => id.trim() || []))
      .default([]),
    DESK_RECORDING: z.string().optional(),
    CLOSE_ON_SHUTDOWN: flag.default(false),
    SHUTDOWN_SECONDS: decimalNumber({ min: 1, max: 3_600 }).default(45),
    LEASE_SECONDS: decimalNumber({ min: 1, max: 60 }).default(10),
    DESK_RATE_BUDGET: decimalNumber({ min: 0.01, max: 1 }).default(0.1),
    RATE_BUDGET_SCOPE: rateBudgetScope,
    REQUEST_TIMEOUT_MS: wholeNumber({ min: 100, max: 120_000 }).default(10_000),
    WEBHOOK_URL: secret(httpUrl.optional()),
    TELEGRAM_BOT_TOKEN: secret(
      z
        .string()
        .regex(/^[\w:-]+$/, 'allowed is what BotFather gave')
        .optional(),
    ),
    TELEGRAM_CHAT_ID: z
      .string()
      .regex(/^(-?\d+|@\w+)$/, 'allowed is a chat’s number or @name')
      .optional(),
    TELEGRAM_API_URL: httpUrl.default('https://api.telegram.org'),
    METRICS_HOST: z.string().default('127.0.0.1'),
    METRICS_PORT: port.default(9102),
    LOG_LEVEL: logLevel,
    LOG_FORMAT: logFormat,
  })
  .superRefine(checkExchangeUrls)
  .superRefine(({ DESK_VENUES, EXCHANGE: [own, ...others] }, context) => {
    const unknown = DESK_VENUES.filter((id) => !others.includes(id));
    if (unknown.length === 0) return;
    context.addIssue({
      code: 'custom',
      path: ['DESK_VENUES'],
      message: `allowed is what EXCHANGE names after ${own}: ${others.join(', ') || 'nothing now'}`,
    });
  })
  .superRefine(({ DESK_RECORDING, DESK_VENUES, HISTORICAL_ENABLED }, context) => {
    if (DESK_RECORDING === undefined || (DESK_VENUES.length === 0 && HISTORICAL_ENABLED)) return;
    context.addIssue({
      code: 'custom',
      path: ['DESK_RECORDING'],
      message:
        'is played again on one exchange and its proven history: not with DESK_VENUES, nor without HISTORICAL_ENABLED',
    });
  })
  .superRefine(({ CLOSE_ON_SHUTDOWN, SHUTDOWN_SECONDS, REQUEST_TIMEOUT_MS }, context) => {
    const needed = (LONGEST_CLOSING_CALLS * REQUEST_TIMEOUT_MS) / 1_000;
    if (!CLOSE_ON_SHUTDOWN || SHUTDOWN_SECONDS >= needed) return;
    context.addIssue({
      code: 'custom',
      path: ['SHUTDOWN_SECONDS'],
      message: `CLOSE_ON_SHUTDOWN can’t be kept in less than ${needed} s, four times REQUEST_TIMEOUT_MS`,
    });
  })
  .superRefine((config, context) => {
    const both = ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_CHAT_ID'] as const;
    const missing = both.filter((name) => config[name] === undefined);
    if (missing.length !== 1) return;
    const set = both.find((name) => config[name] !== undefined);
    context.addIssue({
      code: 'custom',
      path: missing,
      message: `must be set too when ${set} is`,
    });
  });

export type OrchestratorConfig = z.output<typeof orchestratorConfig>;
