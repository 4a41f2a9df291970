import type { Market } from '@fullcarry/domain/market';
import { z } from 'zod';

const INSTRUMENT = z.object({
  symbol: z.string().min(1),
  contractType: z.string(),
  status: z.string(),
  baseAsset: z.string().min(1),
  quoteAsset: z.string(),
  marginAsset: z.string(),
  onboardDate: z.number().int().nonnegative(),
  deliveryDate: z.number().int().nonnegative(),
  // Read by `readFuturesLotSize` when somebody trades: who only collects history must not fail by it.
  filters: z.unknown().optional(),
});

export const EXCHANGE_INFO = z.object({ symbols: z.array(INSTRUMENT) });

/**
 * One symbol of /fapi/v1/exchangeInfo. Times are epoch ms. `deliveryDate` lies in the year 2100 for a perpetual
 * that nobody thinks of ending; else it is when it is delisted.
 */
export type Instrument = z.output<typeof INSTRUMENT>;

/** A market, and the row of the list that it was read from. */
export interface ListedMarket {
  readonly market: Market;
  readonly instrument: Instrument;
}

/** A perpetual that trades now, against USDT and settled in it; not dated, not USDC, not of stocks. */
export function tradesAsUsdtPerpetual(instrument: Instrument): boolean {
  return isUsdtPerpetual(instrument) && instrument.status === 'TRADING';
}

export function isUsdtPerpetual(instrument: Instrument): boolean {
  return (
    instrument.contractType === 'PERPETUAL' &&
    instrument.quoteAsset === 'USDT' &&
    instrument.marginAsset === 'USDT'
  );
}
