import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { z } from 'zod';
import { readValues } from '../../rows/read-values.js';

const PROBLEM = "An instrument holds a value that can't be read";

/** 2099-01-01: an end that is later stands for none (4133404800000 on all that nobody thinks of ending). */
const NEVER_MS = 4_070_908_800_000;

/** The second are those of stocks and commodities, which are told apart by their asset class. */
const PERPETUALS: readonly string[] = ['PERPETUAL', 'TRADIFI_PERPETUAL'];

/** What tells whether a row is about a market of ours, whatever else stands in it. */
const KIND = z.object({
  contractType: z.string(),
  status: z.string(),
  quoteAsset: z.string(),
  marginAsset: z.string(),
});

const INSTRUMENT = z.object({
  symbol: z.string().min(1),
  baseAsset: z.string().min(1),
  quoteAsset: z.string(),
  marginAsset: z.string(),
  onboardDate: z.number().int().nonnegative(),
  deliveryDate: z.number().int().nonnegative(),
  underlyingType: z.string().optional(),
  // Read by `readFuturesLotSize` when somebody trades: who only collects history must not fail by it.
  filters: z.unknown().optional(),
});

const END = z.object({ symbol: z.string().min(1), deliveryDate: z.number().int().nonnegative() });

/** The answer, of which each row is read by itself. */
export const EXCHANGE_INFO = z.object({ symbols: z.array(z.unknown()) });

/**
 * One symbol of /fapi/v1/exchangeInfo. Times are epoch ms. `deliveryDate` lies in the year 2100 for a perpetual
 * that nobody thinks of ending; else it is when it is delisted.
 */
export type Instrument = z.output<typeof INSTRUMENT>;

/** When a perpetual that trades no more was delisted, if the row says so. */
export interface InstrumentEnd {
  readonly symbol: string;
  readonly endedAtMs: number | undefined;
}

/** A market, and the row of the list that it was read from. */
export interface ListedMarket {
  readonly market: Market;
  readonly instrument: Instrument;
}

/**
 * A perpetual that trades now, against USDT and settled in it; undefined for a row about any other: dated, USDC,
 * not open yet, being settled.
 *
 * Errors: DataIntegrityError for a row that can't be read.
 */
export function readTradingPerpetual(row: unknown, context: ErrorContext): Instrument | undefined {
  const isOurs = statusOfUsdtPerpetual(row, context) === 'TRADING';
  return isOurs ? readValues(INSTRUMENT, row, PROBLEM, context) : undefined;
}

/** The end of a USDT perpetual; undefined for a row about anything else. Errors: the same. */
export function readEndedPerpetual(row: unknown, context: ErrorContext): InstrumentEnd | undefined {
  const status = statusOfUsdtPerpetual(row, context);
  if (status === undefined || status === 'TRADING' || status === 'PENDING_TRADING')
    return undefined;
  const { symbol, deliveryDate } = readValues(END, row, PROBLEM, context);
  return { symbol, endedAtMs: announcedEndMs(deliveryDate) };
}

/** When a perpetual is delisted; undefined when nobody thinks of it. */
export function announcedEndMs(deliveryDate: number): number | undefined {
  return deliveryDate > 0 && deliveryDate < NEVER_MS ? deliveryDate : undefined;
}

function statusOfUsdtPerpetual(row: unknown, context: ErrorContext): string | undefined {
  const { contractType, quoteAsset, marginAsset, status } = readValues(KIND, row, PROBLEM, context);
  const isPerpetual = PERPETUALS.includes(contractType);
  return isPerpetual && quoteAsset === 'USDT' && marginAsset === 'USDT' ? status : undefined;
}
