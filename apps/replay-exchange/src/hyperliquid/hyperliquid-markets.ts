import { marketManifest, type MarketSpec } from '../recording/market-manifest.js';
import type { OwnVenue } from '../recording/own/own-venue.js';
import type { SpotSpec } from '../recording/spot-manifest.js';

/** Stated wherever the replay describes itself. */
export const HYPERLIQUID_STAND_IN =
  'Nothing was recorded on Hyperliquid: markets recorded on Bybit and Binance are played under its names. Its hourly funding is derived from theirs: each recorded rate, divided by the hours of its interval, is paid in each of them, up to 120 ms late';

/**
 * The markets of the other exchanges under Hyperliquid's names, settled in USDC every hour. Left out are
 * those that it could not show: dated futures, a ticker without an instrument, and one settled in USDC there.
 */
export function hyperliquidMarkets(anchorMs: number): readonly MarketSpec[] {
  return marketManifest(anchorMs)
    .filter((spec) => spec.deliveryAtMs === undefined && spec.role !== 'ticker-only')
    .filter((spec) => spec.settleCoin === 'USDT')
    .map(renamed);
}

/** Thousands of a coin are marked by a small k. */
function renamed(spec: MarketSpec): MarketSpec {
  const nativeId = spec.baseCoin.replace(/^1000/, 'k');
  return {
    ...spec,
    nativeId,
    baseCoin: nativeId,
    settleCoin: 'USDC',
    isSettledHourly: true,
    spot: SPOT[nativeId] ?? [],
  };
}

/**
 * Its spot markets have numbers for names, and bridged coins a U before theirs. Few of the perpetuals' coins
 * trade there; which do is Hyperliquid's own. HYPE against USDT0 is a decoy: the right coin, the wrong money.
 */
const SPOT: Readonly<Record<string, readonly SpotSpec[]>> = {
  BTC: [spotOf('@142', 'UBTC')],
  ETH: [spotOf('@151', 'UETH')],
  SOL: [spotOf('@156', 'USOL')],
  HYPE: [spotOf('@107', 'HYPE'), spotOf('@207', 'HYPE', 'USDT')],
};

function spotOf(nativeId: string, baseCoin: string, quoteCoin: SpotSpec['quoteCoin'] = 'USDC') {
  return { nativeId, baseCoin, quoteCoin, unitsPerContract: 1 };
}

/** Recorded on Hyperliquid: `BTC`, `kPEPE`, settled in USDC as often as was recorded. */
export const OWN_HYPERLIQUID: OwnVenue = {
  folder: 'hyperliquid',
  perpetual: (symbol) => ({
    ...{ nativeId: symbol, baseCoin: symbol, settleCoin: 'USDC' },
    recordedAs: `${symbol.replace(/^k(?=[A-Z])/, '1000')}USDT`,
    spot: SPOT[symbol]?.[0],
    derivesSpot: true,
    volumeDigits: 0,
  }),
};
