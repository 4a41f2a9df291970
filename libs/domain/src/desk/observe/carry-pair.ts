import type { LotSize } from '../../market/trading-rules.js';
import type { Leg } from '../trade/fill-price.js';
import type { FundingStream } from './funding-stream.js';
import type { PairPrices } from './pair-prices.js';
import { pairName, type SeenLeg, type SeenMarket } from './observation.js';

/** What is quoted of a perpetual now. Prices exact decimal text, USDT a contract. */
export interface CarryPerpetual {
  readonly symbol: string;
  readonly nativeId: string;
  readonly markPrice: string | undefined;
  readonly lastPrice: string | undefined;
  readonly funding: FundingStream;
}

/** What is quoted of the spot market of its coin. Price exact decimal text, USDT a coin. */
export interface CarrySpot {
  readonly symbol: string;
  /** Empty where it is not known. */
  readonly nativeId: string;
  readonly lastPrice: string | undefined;
  readonly unitsPerContract: number;
}

/** What else is known of the pair: see SeenMarket. */
export interface CarryFacts extends Pick<
  SeenMarket,
  'turnoverUsdt24h' | 'unproven' | 'endsAtMs' | 'signals'
> {
  readonly lots: Readonly<Record<Leg, LotSize>> | undefined;
}

/** Returns a perpetual with its spot market on one exchange, as a pair that may be traded. */
export function carryPair(
  venue: string,
  { symbol, nativeId, markPrice, lastPrice, funding }: CarryPerpetual,
  spot: CarrySpot | null | undefined,
  facts: CarryFacts,
): SeenMarket {
  const unitsPerContract = spot?.unitsPerContract ?? 1;
  const short: SeenLeg = {
    venue,
    instrument: 'perpetual',
    symbol,
    nativeId,
    unitsPerContract,
    markPrice,
    funding,
  };
  const prices = { long: spot?.lastPrice, short: lastPrice, unitsPerContract };
  const { lots, ...known } = facts;
  const rules = lots && { long: lots.long, short: lots.short, unitsPerContract };
  return spotPair(spot ? spotLeg(venue, spot) : undefined, short, prices, { ...known, rules });
}

/** A spot market as a leg. */
export function spotLeg(
  venue: string,
  { symbol, nativeId }: Pick<CarrySpot, 'symbol' | 'nativeId'>,
): SeenLeg {
  return {
    venue,
    instrument: 'spot',
    symbol,
    nativeId,
    unitsPerContract: 1,
    markPrice: undefined,
    funding: undefined,
  };
}

/** The same of legs and prices that are made already. */
export function spotPair(
  long: SeenLeg | undefined,
  short: SeenLeg,
  prices: PairPrices,
  {
    turnoverUsdt24h,
    unproven,
    rules,
    endsAtMs,
    signals,
  }: Omit<CarryFacts, 'lots'> & Pick<SeenMarket, 'rules'>,
): SeenMarket {
  return {
    symbol: long ? pairName({ long, short }) : short.symbol,
    nativeId: short.nativeId,
    legs: { long, short },
    prices,
    // An exchange trades its perpetuals more than their coins; what it says of a spot market is its price alone.
    thinner: 'long',
    turnoverUsdt24h,
    unproven,
    rules,
    endsAtMs,
    // Given where they were asked for, and else no part of what is seen.
    ...(signals && { signals }),
  };
}
