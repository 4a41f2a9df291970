import type { AssetClass } from '../market/asset-class.js';
import type { Market } from '../market/market.js';

/** What a perpetual is about: one unit of its quantity stands for `multiplier` coins of `asset`. */
export interface AssetUnits {
  readonly asset: string;
  readonly multiplier: number;
}

/** How one exchange writes that a unit is many coins: the text before or behind the coin's name. */
interface Naming {
  /** Whether to read ccxt's base or the exchange's own name, where ccxt's loses the small letter. */
  readonly in: 'base' | 'nativeId';
  readonly before: readonly (readonly [text: string, multiplier: number])[];
  readonly behind: readonly (readonly [text: string, multiplier: number])[];
}

const THOUSANDS = [
  ['1000000', 1_000_000],
  ['100000', 100_000],
  ['10000', 10_000],
  ['1000', 1_000],
] as const;

/**
 * By ccxt id. An exchange that is not here writes one coin a unit (OKX says its contracts' size instead, and
 * quotes one coin). Names that were seen: Bybit 1000PEPE, 10000SATS, 1000000MOG, SHIB1000; Binance 1000PEPE,
 * 1000000MOG, 1MBABYDOGE; Hyperliquid kPEPE.
 */
const NAMINGS: Readonly<Record<string, Naming>> = {
  bybit: { in: 'base', before: THOUSANDS, behind: [['1000', 1_000]] },
  binanceusdm: { in: 'base', before: [...THOUSANDS, ['1M', 1_000_000]], behind: [] },
  hyperliquid: { in: 'nativeId', before: [['k', 1_000]], behind: [] },
};

/**
 * Returns the coin of a perpetual and how many of it one unit is, by the exchange's own way to write it.
 *
 * A name is a claim: two coins may share one. Compare the prices of one coin before believing that two
 * exchanges mean the same (`sameCoinPrice`).
 */
export function assetOf({
  exchange,
  symbol,
  nativeId,
}: Pick<Market, 'exchange' | 'symbol' | 'nativeId'>): AssetUnits {
  const base = symbol.split('/')[0] ?? symbol;
  const naming = NAMINGS[exchange];
  if (!naming) return { asset: base, multiplier: 1 };
  const name = naming.in === 'base' ? base : nativeId;
  for (const [text, multiplier] of naming.before) {
    const coin = name.slice(text.length);
    if (name.startsWith(text) && isName(coin)) return { asset: coin, multiplier };
  }
  for (const [text, multiplier] of naming.behind) {
    const coin = name.slice(0, -text.length);
    if (name.endsWith(text) && isName(coin)) return { asset: coin, multiplier };
  }
  return { asset: base, multiplier: 1 };
}

/** What is left must be a coin's name: no rest of a number, and no small letters (kPEPE, not kaspa). */
function isName(text: string): boolean {
  return /^[^\da-z][^a-z]*$/.test(text);
}

/**
 * The name under which an asset is compared across exchanges: that of a coin, and of what is of no known class, is
 * the name alone; others say their class, so that the stock ON is not taken for the coin.
 */
export function assetOfClass(asset: string, assetClass: AssetClass | undefined): string {
  const isPlain = assetClass === undefined || assetClass === 'coin' || assetClass === 'unknown';
  return isPlain ? asset : `${asset} (${assetClass})`;
}
