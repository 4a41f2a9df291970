import { z } from 'zod';
import { count, decimal, epochMs, source } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { format, page, wholeNumberText } from '../query-values.js';

/** A pair is compared over this holding time where none is asked for: the desk's own. */
export const USUAL_HOLDING_HOURS = 336;

const settledRate = z.object({
  settledAtMs: epochMs,
  rate: decimal,
  /** What this settlement really had; null where its step is not proven. */
  intervalMinutes: z.int().positive().nullable(),
  ratePerYear: decimal.nullable(),
});

/**
 * One perpetual of an asset. `multiplier`: one unit of its quantity is that many coins, and `markPrice` is of
 * one unit. Rates are fractions of notional, positive is paid by longs to shorts; `predictedRate` is that of the
 * settlement at `nextFundingAtMs`, `ratePerHour` and `ratePerYear` the same by its own interval, not compounded.
 * `lastSettled`: null where no history of it is kept.
 */
export const spreadLeg = z.object({
  exchange: z.string(),
  symbol: z.string(),
  nativeId: z.string(),
  multiplier: z.int().positive(),
  predictedRate: decimal,
  intervalMinutes: z.int().positive(),
  nextFundingAtMs: epochMs,
  ratePerHour: decimal,
  ratePerYear: decimal,
  markPrice: decimal,
  turnoverUsdt24h: decimal,
  lastSettled: settledRate.nullable(),
});
export type SpreadLeg = z.infer<typeof spreadLeg>;

/**
 * Long on one exchange, short on the other. Fractions of one leg's notional: `grossPerYear` short − long rate,
 * `cost` all four fills, `netPerYear` what is left when held for `holdingHours` again and again.
 */
export const spreadPair = z.object({
  long: z.string(),
  short: z.string(),
  grossPerYear: decimal,
  cost: decimal,
  netPerYear: decimal,
  /** Null where the rates never earn the cost. */
  breakEvenHours: decimal.nullable(),
});

export const assetSpread = z.object({
  asset: z.string(),
  /** One an exchange at the most: where it has several of an asset, the most traded. */
  legs: z.array(spreadLeg),
  /** Null where no two exchanges with fresh rates trade it at one price: a name alone is a claim. */
  pair: spreadPair.nullable(),
});
export type AssetSpread = z.infer<typeof assetSpread>;

export const SpreadsRoute = {
  method: 'get',
  path: '/api/spreads',
  topic: 'markets',
  summary:
    'Funding of the same asset across exchanges by the hour and by the year, and the best long/short pair after fees',
  csv: true,
  query: z.strictObject({
    /** Over how long the fees of a pair are spread. */
    holdingHours: wholeNumberText({ min: 1, max: 8_760 }).optional(),
    /** Of each fill on any exchange, instead of what each exchange publishes. */
    takerFeeBps: z
      .string()
      .regex(/^\d{1,3}(\.\d{1,4})?$/, 'allowed are basis points from 0 to 999, as in 5.5')
      .transform(Number)
      .optional(),
    /** Only assets that at least so many exchanges trade. */
    minExchanges: wholeNumberText({ min: 1, max: 100 }).default(1),
    ...page,
    format,
  }),
  reply: z.object({
    holdingHours: z.number().positive(),
    exchanges: z.array(
      z.object({
        exchange: z.string(),
        source,
        /** The exchange's time of its rates; null while none are known. */
        ratesAtMs: epochMs.nullable(),
        /** Older than three polls: its legs are shown and make no pair. */
        stale: z.boolean(),
        takerFeeBps: z.number().nonnegative(),
      }),
    ),
    total: count,
    assets: z.array(assetSpread),
  }),
} as const satisfies HttpRoute;
