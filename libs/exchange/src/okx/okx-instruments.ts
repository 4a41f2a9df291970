import type { Market } from '@fullcarry/domain/market';
import { z } from 'zod';

const INSTANT = z.string().regex(/^\d*$/);

const SWAP = z.object({
  instType: z.literal('SWAP'),
  instId: z.string().min(1),
  uly: z.string().regex(/^[^-]+-[^-]+$/),
  settleCcy: z.string(),
  ctType: z.string(),
  state: z.string(),
  listTime: INSTANT,
  expTime: INSTANT,
  // Read by `readSwapLotSize` when somebody trades: who only collects history must not fail by it.
  ctVal: z.unknown(),
  ctMult: z.unknown(),
  ctValCcy: z.unknown(),
  lotSz: z.unknown(),
  minSz: z.unknown(),
});

const SPOT = z.object({
  instType: z.literal('SPOT'),
  instId: z.string().min(1),
  baseCcy: z.string().min(1),
  quoteCcy: z.string(),
  state: z.string(),
  lotSz: z.unknown(),
  minSz: z.unknown(),
});

export const SWAPS = z.object({ data: z.array(SWAP) });
export const SPOTS = z.object({ data: z.array(SPOT) });

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

/** A perpetual that trades now, against USDT and settled in it; not in coins, not in USDC, not suspended. */
export function tradesAsUsdtPerpetual(swap: Swap): boolean {
  const { ctType, settleCcy, state } = swap;
  return (
    ctType === 'linear' && settleCcy === 'USDT' && quoteOf(swap) === 'USDT' && state === 'live'
  );
}

export function baseOf({ uly }: Swap): string {
  return uly.slice(0, uly.indexOf('-'));
}

function quoteOf({ uly }: Swap): string {
  return uly.slice(uly.indexOf('-') + 1);
}

/** The spot markets that trade now against USDT, by their coin. */
export function spotByCoin(spots: readonly Spot[]): ReadonlyMap<string, Spot> {
  return new Map(
    spots
      .filter(({ state, quoteCcy }) => state === 'live' && quoteCcy === 'USDT')
      .map((spot) => [spot.baseCcy, spot]),
  );
}

/** An instant of the instruments list; "" means that there is none. */
export function instantMs(text: string): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}
