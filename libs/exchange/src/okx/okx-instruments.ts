import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { z } from 'zod';
import { readValues } from '../rows/read-values.js';

const PROBLEM = "An instrument holds a value that can't be read";

const INSTANT = z.string().regex(/^\d*$/);

const STATE = z.object({ state: z.string() });

/** What tells whether a swap that is open is one of ours, whatever else stands in its row. */
const KIND = z.object({ settleCcy: z.string(), ctType: z.string() });

const SWAP = z.object({
  instId: z.string().min(1),
  uly: z.string().regex(/^[^-]+-[^-]+$/),
  listTime: INSTANT,
  expTime: INSTANT,
  instCategory: z.string().optional(),
  ruleType: z.string().optional(),
  // Read by `readTradingRules` when somebody trades: who only collects history must not fail by it.
  ctVal: z.unknown(),
  ctMult: z.unknown(),
  lotSz: z.unknown(),
  minSz: z.unknown(),
  tickSz: z.unknown().optional(),
});

const END = z.object({ instId: z.string().min(1), expTime: INSTANT });

const SPOT_KIND = z.object({ state: z.string(), quoteCcy: z.string() });

const SPOT = z.object({
  instId: z.string().min(1),
  baseCcy: z.string().min(1),
  quoteCcy: z.string(),
  instCategory: z.string().optional(),
  ruleType: z.string().optional(),
  lotSz: z.unknown(),
  minSz: z.unknown(),
});

/** The answer, of which each row is read by itself. */
export const INSTRUMENTS = z.object({ data: z.array(z.unknown()) });

/**
 * A row of /api/v5/public/instruments. `uly` is the pair, `BTC-USDT`. `listTime` and `expTime` are epoch ms,
 * "" when there is none; a swap's `expTime` is when it is delisted, after which it is in the list no more.
 */
export type Swap = z.output<typeof SWAP>;
export type Spot = z.output<typeof SPOT>;

/** A market, and the row of the instruments list that it was read from. */
export interface ListedMarket {
  readonly market: Market;
  readonly swap: Swap;
}

/**
 * A perpetual that trades now, against USDT and settled in it; undefined for a row about any other: in coins,
 * in USDC, suspended, or not open yet. Of those only the state is read: a `preopen` one stands in the list for
 * weeks with an empty `uly`, `ctType`, `settleCcy` and lot size.
 *
 * Errors: DataIntegrityError for a row that can't be read.
 */
export function readLiveSwap(row: unknown, context: ErrorContext): Swap | undefined {
  if (readValues(STATE, row, PROBLEM, context).state !== 'live') return undefined;
  const { ctType, settleCcy } = readValues(KIND, row, PROBLEM, context);
  if (ctType !== 'linear' || settleCcy !== 'USDT') return undefined;
  const swap = readValues(SWAP, row, PROBLEM, context);
  return quoteOf(swap) === 'USDT' ? swap : undefined;
}

/** When a swap is to end, or that no end is announced; undefined for a row that does not say it. */
export function readEnd(
  row: unknown,
): { readonly instId: string; readonly endsAtMs: number | undefined } | undefined {
  const { data } = END.safeParse(row);
  return data && { instId: data.instId, endsAtMs: instantMs(data.expTime) };
}

/** A spot market that trades now against USDT; undefined for a row about any other. Errors: the same. */
export function readLiveSpot(row: unknown, context: ErrorContext): Spot | undefined {
  const { state, quoteCcy } = readValues(SPOT_KIND, row, PROBLEM, context);
  if (state !== 'live' || quoteCcy !== 'USDT') return undefined;
  return readValues(SPOT, row, PROBLEM, context);
}

export function baseOf({ uly }: Swap): string {
  return uly.slice(0, uly.indexOf('-'));
}

function quoteOf({ uly }: Swap): string {
  return uly.slice(uly.indexOf('-') + 1);
}

/** An instant of the instruments list; "" means that there is none. */
export function instantMs(text: string): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}
