import { marketManifest, type MarketSpec } from '../recording/market-manifest.js';

/** Stated wherever the replay describes itself. */
export const BINANCE_STAND_IN =
  'Recorded on Binance are the markets whose funding comes from there; those recorded on Bybit are played under Binance’s names';

/** The recordings under Binance's names: most have them already. */
export function binanceMarkets(anchorMs: number): readonly MarketSpec[] {
  return marketManifest(anchorMs).map((spec) => ({ ...spec, nativeId: nativeIdOf(spec) }));
}

/** LTCPERP is LTCUSDC, BTCUSDT-25DEC26 is BTCUSDT_261225. */
function nativeIdOf({ nativeId, baseCoin, settleCoin, deliveryAtMs }: MarketSpec): string {
  if (settleCoin === 'USDC') return `${baseCoin}USDC`;
  if (deliveryAtMs === undefined) return nativeId;
  const day = new Date(deliveryAtMs).toISOString().slice(2, 10).replaceAll('-', '');
  return `${baseCoin}${settleCoin}_${day}`;
}
