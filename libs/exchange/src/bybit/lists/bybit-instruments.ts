import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { z } from 'zod';
import { readValues } from '../../rows/read-values.js';

const PROBLEM = "An instrument holds a value that can't be read";

/** What tells whether a row is about a market of ours, whatever else stands in it. */
const KIND = z.object({
  contractType: z.string(),
  status: z.string(),
  quoteCoin: z.string(),
  settleCoin: z.string(),
});

const INSTRUMENT = z.object({
  symbol: z.string().min(1),
  baseCoin: z.string().min(1),
  quoteCoin: z.string(),
  settleCoin: z.string(),
  launchTime: z.string().regex(/^\d+$/),
  deliveryTime: z.string().regex(/^\d*$/),
  symbolType: z.string().optional(),
  isPreListing: z.boolean().optional(),
  fundingInterval: z.number().int().nonnegative().multipleOf(60),
  // Read by `readLinearLotSize` when somebody trades: who only collects history must not fail by it.
  lotSizeFilter: z.unknown(),
  priceFilter: z.unknown().optional(),
});

const END = z.object({ symbol: z.string().min(1), deliveryTime: z.string().regex(/^\d*$/) });

/**
 * One linear row of /v5/market/instruments-info. `launchTime` and `deliveryTime` are epoch ms, "0" when
 * there is none; a perpetual's `deliveryTime` is when it is delisted. `fundingInterval` is in minutes,
 * 0 where there is no funding.
 */
export type Instrument = z.output<typeof INSTRUMENT>;

/** When a perpetual that is closed was delisted, if the row says so. */
export interface InstrumentEnd {
  readonly symbol: string;
  readonly endedAtMs: number | undefined;
}

/** A market, and the row of the instruments list that it was read from. */
export interface ListedMarket {
  readonly market: Market;
  readonly instrument: Instrument;
}

/**
 * A perpetual that trades now, against USDT and settled in it; undefined for all others: dated, USDC,
 * pre-market, ended.
 *
 * Errors: DataIntegrityError for a row that can't be read.
 */
export function readTradingPerpetual(row: unknown, context: ErrorContext): Instrument | undefined {
  const isOurs = isUsdtPerpetual(row, 'Trading', context);
  return isOurs ? readValues(INSTRUMENT, row, PROBLEM, context) : undefined;
}

/** The end of a USDT perpetual; undefined for a row about anything else. Errors: the same. */
export function readClosedPerpetual(
  row: unknown,
  context: ErrorContext,
): InstrumentEnd | undefined {
  if (!isUsdtPerpetual(row, 'Closed', context)) return undefined;
  const { symbol, deliveryTime } = readValues(END, row, PROBLEM, context);
  return { symbol, endedAtMs: instantMs(deliveryTime) };
}

/** An instant of the instruments list; "0" and "" mean that there is none. */
export function instantMs(text: string): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}

function isUsdtPerpetual(row: unknown, status: string, context: ErrorContext): boolean {
  const kind = readValues(KIND, row, PROBLEM, context);
  return (
    kind.contractType === 'LinearPerpetual' &&
    kind.quoteCoin === 'USDT' &&
    kind.settleCoin === 'USDT' &&
    kind.status === status
  );
}
