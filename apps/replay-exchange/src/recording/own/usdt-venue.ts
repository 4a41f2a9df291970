import type { Venue } from '../market-manifest.js';
import { spotAgainst, spotSpecsOf } from '../spot-manifest.js';
import type { OwnVenue } from './own-venue.js';

/** An exchange that calls its perpetuals `ETHUSDT`, `ETHUSDC` or, in USDC on Bybit, `ETHPERP`, and its spot likewise. */
export function usdtVenue(folder: Venue): OwnVenue {
  return {
    folder,
    perpetual: (symbol) => {
      const [, baseCoin, quote] = /^(.+?)(USDT|USDC|PERP)$/.exec(symbol) ?? [];
      if (baseCoin === undefined) return undefined;
      const settleCoin = quote === 'USDT' ? 'USDT' : 'USDC';
      return {
        ...{ nativeId: symbol, recordedAs: symbol, baseCoin, settleCoin },
        spot: spotAgainst(baseCoin, settleCoin),
        derivesSpot: settleCoin === 'USDT' && spotSpecsOf(baseCoin).length > 0,
        volumeDigits: 0,
      };
    },
  };
}
