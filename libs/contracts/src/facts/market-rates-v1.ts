import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import { z } from 'zod';
import { jsonBytes, whatFits } from './json-bytes.js';
import { subjectToken } from '../transport/subject-token.js';
import { decimal, epochMs, source } from '../values.js';

/** Rates older than so many polls are old: nothing is traded on them. */
export const OLD_AFTER_POLLS = 3;

/**
 * What the exchange says now of every USDT perpetual. Published by the orchestrator after each poll; the
 * stream retains the last. Consumed by the gateway and by bots. Losing one costs the time to the next poll.
 *
 * `predictedRate`: of the settlement at `nextFundingAtMs`, a fraction of notional, positive is paid by longs
 * to shorts; never a settled rate. `intervalMinutes`: in force now. `spot`: null where the exchange trades no
 * spot counterpart, and on exchanges on which the desk does not trade; one perpetual stands for `unitsPerContract` units of the spot asset (1000 for 1000PEPE),
 * and its `lastPrice` is of one such unit. Prices in USDT.
 *
 * What does not fit into one message is published in parts of the same `atMs`: the most traded markets on this subject, the
 * others just before it, each on `market.rates.<exchange>.<number>` from 2 on.
 */
export const MarketRatesV1 = {
  subject: 'market.rates',
  schema: z.object({
    v: z.literal(1),
    /** The exchange's time of the answer. */
    atMs: epochMs,
    exchange: z.string(),
    source,
    /** How often the exchange is polled; rates older than `OLD_AFTER_POLLS` of it are not traded on. */
    pollSeconds: z.number().positive(),
    /** Which part of how many; absent where one message holds all. */
    part: z.object({ number: z.int().positive(), of: z.int().positive() }).optional(),
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
        /** In units of the market; absent where the exchange's tickers don't give it. */
        openInterest: decimal.optional(),
        /** When the exchange announces that trading will end; absent while no end is announced. */
        endsAtMs: epochMs.optional(),
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

/** Where a part from the second on is published. */
export function ratesPartSubject(exchange: string, number: number): string {
  return `${MarketRatesV1.subject}.${subjectToken(exchange)}.${number}`;
}

/** The rates in messages that are each no larger than `mostBytes`, the most traded markets first. */
export function ratesInParts(whole: MarketRates, mostBytes: number): MarketRates[] {
  if (jsonBytes(whole) <= mostBytes) return [whole];
  const head = { ...whole, part: { number: 9_999, of: 9_999 }, markets: [] };
  const room = mostBytes - jsonBytes(head);
  const parts: MarketRate[][] = [];
  let left = whole.markets.toSorted(
    (a, b) => Number(b.turnoverUsdt24h) - Number(a.turnoverUsdt24h),
  );
  while (left.length > 0) {
    const markets = whatFits(left, room);
    if (markets.length === 0) throw new RangeError(`No rate fits into ${mostBytes} bytes`);
    parts.push(markets);
    left = left.slice(markets.length);
  }
  return parts.map((markets, i) => ({
    ...whole,
    part: { number: i + 1, of: parts.length },
    markets,
  }));
}
