import { z } from 'zod';
import { MarketRatesV1 } from '../market-rates-v1.js';
import type { HttpRoute } from './http-route.js';

/** What the exchange says now; `stale`: older than three polls, or nobody polls. */
export const currentRates = z.object({
  rates: MarketRatesV1.schema.nullable(),
  stale: z.boolean(),
});
export type CurrentRates = z.infer<typeof currentRates>;

export const RatesRoute = {
  method: 'get',
  path: '/api/rates',
  topic: 'markets',
  summary: 'Current and predicted rates of every USDT perpetual, as last polled',
  reply: currentRates,
} as const satisfies HttpRoute;
