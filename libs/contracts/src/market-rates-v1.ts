import { ASSET_CLASSES } from '@fullcarry/domain/asset-class';
import { z } from 'zod';
import { decimal, epochMs, source } from './values.js';

/**
 * What the exchange says now of every USDT perpetual. Published by the orchestrator after each poll; the
 * stream retains the last. Consumed by the gateway and by bots. Losing one costs the time to the next poll.
 *
 * `predictedRate`: of the settlement at `nextFundingAtMs`, a fraction of notional, positive is paid by longs
 * to shorts; never a settled rate. `intervalMinutes`: in force now. `spot`: null where the exchange trades no
 * spot counterpart, and on exchanges on which the desk does not trade; one perpetual stands for `unitsPerContract` units of the spot asset (1000 for 1000PEPE),
 * and its `lastPrice` is of one such unit. Prices in USDT.
 */
export const MarketRatesV1 = {
  subject: 'market.rates',
  schema: z.object({
    v: z.literal(1),
    /** The exchange's time of the answer. */
    atMs: epochMs,
    exchange: z.string(),
    source,
    /** Rates older than three polls are not traded on. */
    pollSeconds: z.number().positive(),
    markets: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        /** What one unit is: that many coins of the asset, as 1,000 of PEPE. */
        asset: z.string().optional(),
        multiplier: z.int().positive().optional(),
        /** What the market is about, where the exchange says it. */
        assetClass: z.enum(ASSET_CLASSES).optional(),
        predictedRate: decimal,
        /** The predicted rate by the hour and by the year of its interval, not compounded. */
        ratePerHour: decimal.optional(),
        ratePerYear: decimal.optional(),
        nextFundingAtMs: epochMs,
        intervalMinutes: z.int().positive(),
        markPrice: decimal,
        lastPrice: decimal,
        turnoverUsdt24h: decimal,
        spot: z
          .object({
            symbol: z.string(),
            lastPrice: decimal,
            unitsPerContract: z.int().positive(),
          })
          .nullable(),
      }),
    ),
  }),
} as const;
export type MarketRates = z.infer<typeof MarketRatesV1.schema>;
export type MarketRate = MarketRates['markets'][number];
