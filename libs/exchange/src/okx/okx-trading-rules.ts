import { exact, plain } from '@fullcarry/domain/desk/exact';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart } from '@fullcarry/domain/spot-ticker';
import type { LotSize, TradingRules } from '@fullcarry/domain/trading-rules';
import { z } from 'zod';
import { POSITIVE } from '../decimal-schemas.js';
import type { ListedMarket, Spot } from './okx-instruments.js';

/** A listed perpetual beside the spot market of its coin, when there is one. */
export interface CarryLegs extends ListedMarket {
  readonly spot: { readonly instrument: Spot; readonly named: SpotCounterpart } | undefined;
}

// OKX names no least worth of an order.
const NO_LEAST_WORTH = '0';

/** Orders for swaps are in contracts of `ctVal` × `ctMult` coins; the desk counts in coins. */
const SWAP_LOT = z
  .object({ ctVal: POSITIVE, ctMult: POSITIVE, lotSz: POSITIVE, minSz: POSITIVE })
  .transform(({ ctVal, ctMult, lotSz, minSz }): LotSize => {
    const coins = (contracts: string) =>
      plain(exact(contracts).times(exact(ctVal)).times(exact(ctMult)));
    return {
      quantityStep: coins(lotSz),
      minQuantity: coins(minSz),
      minNotionalUsdt: NO_LEAST_WORTH,
    };
  });

const SPOT_LOT = z
  .object({ lotSz: POSITIVE, minSz: POSITIVE })
  .transform(({ lotSz, minSz }): LotSize => ({
    quantityStep: lotSz,
    minQuantity: minSz,
    minNotionalUsdt: NO_LEAST_WORTH,
  }));

/** Quantities of both legs in coins. Errors: DataIntegrityError for a lot size that is missing or no number. */
export function readTradingRules(
  { market, swap, spot }: CarryLegs,
  context: ErrorContext,
): TradingRules {
  return {
    symbol: market.symbol,
    perpetual: read(SWAP_LOT, swap, { ...context, symbol: market.nativeId }),
    spot: spot && {
      ...spot.named,
      ...read(SPOT_LOT, spot.instrument, { ...context, symbol: spot.named.spotNativeId }),
    },
  };
}

function read(schema: z.ZodType<LotSize>, instrument: unknown, context: ErrorContext): LotSize {
  const parsed = schema.safeParse(instrument);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataIntegrityError('A lot size is no number', {
    ...context,
    fault: issue && `${issue.path.join('.')}: ${issue.message}`,
  });
}
