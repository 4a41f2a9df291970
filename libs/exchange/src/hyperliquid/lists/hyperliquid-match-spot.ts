import { sameCoinPrice } from '@fullcarry/domain/across/best-pair';
import { coinPrice } from '@fullcarry/domain/across/coin-price';
import type { SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';
import { QUOTE, type SpotMarket, type SpotQuote } from './hyperliquid-spot.js';

/** A spot market under the name that ccxt gives its coin. */
export interface SpotMatch {
  readonly spot: SpotMarket;
  readonly named: SpotCounterpart;
}

/** A perpetual whose coin is looked for: `markPrice` of one unit of it, where it is published. */
export interface PerpetualCoin {
  readonly name: string;
  readonly markPrice: string | undefined;
}

/** How names and prices are read. */
export interface Reading {
  /** ccxt's name of a token's coin: some that were bridged have another as a token (UFART is FARTCOIN). */
  readonly codeOf: (coin: string) => string;
  readonly quoteOf: (spot: SpotMarket) => SpotQuote | undefined;
}

/** What a bridge puts before a coin's name, and behind it: UBTC, FXRP; LINK0, AVAX0, BNB1. */
const BEFORE = ['U', 'F'];
const BEHIND = ['0', '1', '2'];

/**
 * The spot market of a perpetual's coin, by name and price. A small k says that the contract is for a thousand.
 *
 * A coin that was bridged has another name as a token, and a token of the coin's own name may be another coin
 * (there is a PUMP beside UPUMP): so a name that may be meant is believed when its price is the perpetual's.
 * Of several the most traded is taken. Where no price is published, only a single token of the coin's own name, or
 * of the name that ccxt knows for it, is.
 *
 * Undefined when there is none. `unsure` names the tokens of such a name that could not be told to be the coin.
 */
export function matchSpot(
  { name, markPrice }: PerpetualCoin,
  markets: readonly SpotMarket[],
  { codeOf, quoteOf }: Reading,
): { readonly match: SpotMatch | undefined; readonly unsure: readonly string[] } {
  const isThousand = /^k[A-Z0-9]+$/.test(name);
  const unitsPerContract = isThousand ? 1_000 : 1;
  const coin = codeOf(isThousand ? name.slice(1) : name);
  const isNamed = ({ coin: token }: SpotMarket) => codeOf(token) === coin;
  const bridged = new Set([
    ...BEFORE.map((text) => `${text}${coin}`),
    ...BEHIND.map((text) => `${coin}${text}`),
  ]);
  const candidates = markets.filter((one) => isNamed(one) || bridged.has(one.coin));
  const expected = markPrice === undefined ? undefined : coinPrice(markPrice, unitsPerContract);
  const spot =
    mostTraded(candidates, expected, quoteOf) ??
    onlyUnpriced(candidates.filter(isNamed), expected, quoteOf);
  if (!spot) return { match: undefined, unsure: candidates.map((one) => one.coin) };
  const named = { spotSymbol: `${coin}/${QUOTE}`, spotNativeId: spot.nativeId, unitsPerContract };
  return { match: { spot, named }, unsure: [] };
}

/** Of the markets at the expected price the one that most of it is traded on; none of two that are traded alike. */
function mostTraded(
  candidates: readonly SpotMarket[],
  expected: string | undefined,
  quoteOf: Reading['quoteOf'],
): SpotMarket | undefined {
  if (expected === undefined) return undefined;
  const [first, second] = candidates
    .flatMap((spot) => {
      const quote = quoteOf(spot);
      const isNear = quote && sameCoinPrice({ coinPrice: quote.price }, { coinPrice: expected });
      return isNear ? [{ spot, turnover: quote.turnover }] : [];
    })
    .sort((a, b) => b.turnover - a.turnover);
  return first && first.turnover !== second?.turnover ? first.spot : undefined;
}

/** The only one of the name, where there is no price to hold against it. */
function onlyUnpriced(
  byName: readonly SpotMarket[],
  expected: string | undefined,
  quoteOf: Reading['quoteOf'],
): SpotMarket | undefined {
  const [only, second] = byName;
  if (!only || second) return undefined;
  return expected === undefined || !quoteOf(only) ? only : undefined;
}
