import type { FundingStream } from '../observe/funding-stream.js';
import { marketOutlook, type MarketOutlook } from '../observe/market-outlook.js';
import type { Observation, SeenMarket } from '../observe/observation.js';
import { pairBasis } from '../observe/pair-prices.js';
import type { DecisionSettings } from './decision-settings.js';
import { entryCosts } from './judge-entry.js';
import { marketScore } from './market-score.js';

/** A market with what it promises. */
export interface RankedPair {
  readonly market: SeenMarket;
  readonly outlook: MarketOutlook;
}

/** The markets that are seen, the best first: by the net yield, or by the score where that decides. */
export function rankMarkets(seen: Observation, settings: DecisionSettings): readonly RankedPair[] {
  return [...seen.markets.values()]
    .map((market) => ({ market, outlook: outlookOf(market, settings) }))
    .sort(settings.strategy === 'score' ? byScore : byNetYield);
}

function outlookOf(market: SeenMarket, settings: DecisionSettings): MarketOutlook {
  const { legs, prices } = market;
  const { funding } = legs.short;
  if (!funding) throw new RangeError(`${market.symbol} has a short leg without funding`);
  const byBooks = entryCosts(market, settings);
  const costs = byBooks?.kind === 'known' ? byBooks.costs : undefined;
  const streams =
    settings.strategy === 'carry'
      ? { short: funding, long: legs.long?.funding }
      : { short: oneSpeed(funding), long: legs.long?.funding && oneSpeed(legs.long.funding) };
  return marketOutlook(streams, pairBasis(prices), settings, costs);
}

/** The slow average is for the strategy that asks for it alone. */
function oneSpeed(stream: FundingStream): FundingStream {
  if (stream.slowCarry === undefined) return stream;
  const known = ONE_SPEED.get(stream) ?? { ...stream, slowCarry: undefined };
  ONE_SPEED.set(stream, known);
  return known;
}

const ONE_SPEED = new WeakMap<FundingStream, FundingStream>();

function byNetYield(a: RankedPair, b: RankedPair): number {
  return b.outlook.netYield - a.outlook.netYield || (a.market.symbol < b.market.symbol ? -1 : 1);
}

/** What has no score comes last. */
function byScore(a: RankedPair, b: RankedPair): number {
  const [one, other] = [marketScore(a.market)?.score ?? -1, marketScore(b.market)?.score ?? -1];
  return other - one || byNetYield(a, b);
}
