import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import { z } from 'zod';
import { count, decimal, epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, exchangeText, page } from '../query-values.js';

/** One perpetual as the exchange's list published it then; null is unknown, never 0. */
export const instrumentThen = z.object({
  symbol: z.string(),
  nativeId: z.string(),
  /** Among all perpetuals of the exchange that had a ticker; 1 is the most traded. */
  rank: z.int().positive().nullable(),
  turnoverUsdt24h: decimal.nullable(),
  assetClass: z.enum(ASSET_CLASSES).nullable(),
  listedAtMs: epochMs.nullable(),
  /** When the exchange announced that trading would end. */
  endsAtMs: epochMs.nullable(),
  /** Of orders, in units of the perpetual; null where they could not be read. */
  rules: z
    .object({
      /** Null where prices have no fixed step. */
      priceStep: decimal.nullable(),
      quantityStep: decimal,
      minQuantity: decimal,
      minNotionalUsdt: decimal,
      /** How many units an order of one contract is for. */
      contractSize: decimal,
    })
    .nullable(),
});

export const InstrumentsRoute = {
  method: 'get',
  path: '/api/instruments',
  topic: 'markets',
  summary:
    'All perpetuals that an exchange listed at a time, tracked or not: turnover, rank and rules as they were known then, the most traded first. The list is kept once a UTC day, since this database is fed',
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The first one, when left out'),
    atMs: epochMsText
      .optional()
      .describe('What was known then: nothing that was learnt later. Now, when left out'),
    assetClass: z
      .enum(ASSET_CLASSES, { message: `allowed is ${ASSET_CLASSES.join(', ')}` })
      .optional()
      .describe('Only these; ranks stay those among all'),
    ...page,
  }),
  reply: z.object({
    exchange: z.string(),
    /** When the list was read, the newest time that is not later than was asked for; null before the first. */
    observedAtMs: epochMs.nullable(),
    total: count,
    instruments: z.array(instrumentThen),
  }),
} as const satisfies HttpRoute;
