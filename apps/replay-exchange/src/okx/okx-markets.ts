import { marketManifest, type MarketSpec } from '../recording/market-manifest.js';
import type { OwnVenue } from '../recording/own/own-venue.js';
import { spotAgainst, type SpotSpec } from '../recording/spot-manifest.js';

/** Recorded for a thousand coins at once, and traded one by one on OKX. */
const THOUSAND_DIGITS = 3;

/**
 * The markets of the other exchanges under OKX's names: nothing was recorded on OKX. The dated future is
 * left out: OKX lists futures apart from swaps, and only swaps are played.
 */
export function okxMarkets(anchorMs: number): readonly MarketSpec[] {
  return marketManifest(anchorMs)
    .filter((spec) => spec.deliveryAtMs === undefined)
    .map(renamed);
}

/** Stated wherever the replay describes itself. */
export const OKX_STAND_IN =
  'Nothing was recorded on OKX: markets recorded on Bybit and Binance are played under its names, with contract sizes of its kind';

/** Coins in one contract, as a power of ten. BTC's 0.01 is OKX's own, the others are plausible. */
const CONTRACT_DIGITS: Readonly<Record<string, number>> = {
  ...{ BTC: -2, ETH: -1, BNB: -2, ZEC: -1, AAVE: -1, PAXG: -2 },
  ...{ DOGE: 3, XRP: 2, ADA: 2, TRX: 3, PEPE: 7, SHIB: 6, ANKR: 1, COS: 3, OGN: 1 },
};

/** How many digits the contract's size moves the point: 2 digits to the left for BTC's 0.01. */
export function contractDigitsOf({ baseCoin }: Pick<MarketSpec, 'baseCoin'>): number {
  return CONTRACT_DIGITS[baseCoin] ?? 0;
}

/** Recorded on OKX: `ETH-USDT-SWAP`, its volume in contracts. */
export const OWN_OKX: OwnVenue = {
  folder: 'okx',
  perpetual: (symbol) => {
    const [, baseCoin, quote] = /^([A-Z0-9]+)-(USDT|USDC)-SWAP$/.exec(symbol) ?? [];
    if (baseCoin === undefined) return undefined;
    const settleCoin = quote === 'USDC' ? 'USDC' : 'USDT';
    return {
      ...{ nativeId: symbol, recordedAs: `${baseCoin}${settleCoin}`, baseCoin, settleCoin },
      spot: renamedSpot(spotAgainst(baseCoin, settleCoin)),
      derivesSpot: settleCoin === 'USDT',
      volumeDigits: contractDigitsOf({ baseCoin }),
    };
  },
};

function renamed(spec: MarketSpec): MarketSpec {
  const coin = spec.baseCoin.replace(/^1000/, '');
  return {
    ...spec,
    nativeId: `${coin}-${spec.settleCoin}-SWAP`,
    baseCoin: coin,
    spot: spec.spot.map(renamedSpot),
    ...(coin !== spec.baseCoin && { splitDigits: THOUSAND_DIGITS }),
  };
}

function renamedSpot(spec: SpotSpec): SpotSpec {
  const nativeId = `${spec.baseCoin}-${spec.quoteCoin}`;
  return { ...spec, nativeId, unitsPerContract: 1 };
}
