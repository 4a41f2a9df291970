import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import type { LotSize, PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import { z } from 'zod';
import { POSITIVE } from '../rows/decimal-schemas.js';
import { readValues } from '../rows/read-values.js';
import type { ListedMarket, Spot } from './okx-instruments.js';

/** A listed perpetual beside the spot market of its coin, when there is one. */
export interface CarryLegs extends ListedMarket {
  readonly spot: { readonly instrument: Spot; readonly named: SpotCounterpart } | undefined;
}

const PROBLEM = 'A lot size is no number';

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

const SWAP_PRICE = z.object({ ctVal: POSITIVE, ctMult: POSITIVE, tickSz: POSITIVE });

/** What a swap's row says of orders in it, in coins; undefined when it can't be read. */
export function perpetualRulesOf({ swap }: ListedMarket): PerpetualRules | undefined {
  const lot = SWAP_LOT.safeParse(swap).data;
  const { data } = SWAP_PRICE.safeParse(swap);
  if (!lot || !data) return undefined;
  const contractSize = plain(exact(data.ctVal).times(exact(data.ctMult)));
  return { ...lot, priceStep: data.tickSz, contractSize };
}

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
    perpetual: readValues(SWAP_LOT, swap, PROBLEM, { ...context, symbol: market.nativeId }),
    spot: spot && {
      ...spot.named,
      ...readValues(SPOT_LOT, spot.instrument, PROBLEM, {
        ...context,
        symbol: spot.named.spotNativeId,
      }),
    },
  };
}
