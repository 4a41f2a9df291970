import { z } from 'zod';
import { MarketRatesV1 } from '../../facts/market-rates-v1.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText } from '../query-values.js';

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
  query: z.strictObject({ exchange: exchangeText.optional() }),
  summary:
    'Current and predicted rates of every USDT perpetual, as last polled; of the first exchange where none is named',
  reply: currentRates,
} as const satisfies HttpRoute;
