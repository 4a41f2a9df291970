import type { Market } from '@fullcarry/domain/market';
import { z } from 'zod';
import { instrumentsPage } from './bybit-instrument-pages.js';

const INSTRUMENT = z.object({
  symbol: z.string().min(1),
  contractType: z.string(),
  status: z.string(),
  baseCoin: z.string().min(1),
  quoteCoin: z.string(),
  settleCoin: z.string(),
  launchTime: z.string().regex(/^\d+$/),
  deliveryTime: z.string().regex(/^\d*$/),
  fundingInterval: z.number().int().nonnegative(),
  // Read by `readLinearLotSize` when somebody trades: who only collects history must not fail by it.
  lotSizeFilter: z.unknown(),
});

export const LINEAR_PAGE = instrumentsPage('linear', INSTRUMENT);

/**
 * One linear row of /v5/market/instruments-info. `launchTime` and `deliveryTime` are epoch ms, "0" when
 * there is none; a perpetual's `deliveryTime` is when it is delisted. `fundingInterval` is in minutes.
 */
export type Instrument = z.output<typeof INSTRUMENT>;

/** A market, and the row of the instruments list that it was read from. */
export interface ListedMarket {
  readonly market: Market;
  readonly instrument: Instrument;
}

/** A perpetual that trades now, against USDT and settled in it; not dated, not USDC, not pre-market. */
export function tradesAsUsdtPerpetual(instrument: Instrument): boolean {
  return isUsdtPerpetual(instrument) && instrument.status === 'Trading';
}

export function isUsdtPerpetual(instrument: Instrument): boolean {
  return (
    instrument.contractType === 'LinearPerpetual' &&
    instrument.quoteCoin === 'USDT' &&
    instrument.settleCoin === 'USDT'
  );
}

/** An instant of the instruments list; "0" and "" mean that there is none. */
export function instantMs(text: string): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}
