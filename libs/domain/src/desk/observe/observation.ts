import type { PairBooks } from './book-costs.js';
import type { EndedMarket } from '../ends/ended-market.js';
import type { PriceRange } from '../margin/liquidation.js';
import type { Leg } from '../trade/fill-price.js';
import type { FundingStream } from './funding-stream.js';
import type { LegMarket } from '../book/position-leg.js';
import type { Position } from '../book/position.js';
import type { QuantityRules } from '../decide/order-quantity.js';
import type { PairPrices } from './pair-prices.js';
import type { Difference } from '../book/reconcile-account.js';
import type { Reason } from '../decide/verdict.js';
import type { SignalValues } from '../../signal/market-signals.js';

/** What was known at `nowMs`, and nothing later. Everything that decides is in here: no clock, no store, no bus. */
export interface Observation {
  /** By the exchange's clock. */
  readonly nowMs: number;
  /** Why no price in here may be traded on; undefined while they are fresh. */
  readonly stale: Reason | undefined;
  /** Those that may be traded and those that are held, as far as anything is known of them now; by pairName. */
  readonly markets: ReadonlyMap<string, SeenMarket>;
  /** Perpetuals in which something is held, and that are gone; by legName. */
  readonly ended: ReadonlyMap<string, EndedMarket>;
  /** Of perpetuals that are held, as far as the exchange says it: their prices since the last observation; by heldName. */
  readonly ranges: ReadonlyMap<string, PriceRange>;
  /** What the exchanges say of the desk's accounts and its book does not: while there is any, nothing is opened. */
  readonly differences: readonly Difference[];
  /** The highest equity so far, exact, USDT; only where a dynamic size asks for it. */
  readonly peakEquityUsdt?: string | undefined;
}

/**
 * One pair of markets as it was seen: a perpetual and its spot market, or two perpetuals of one coin. What is undefined
 * was not said: it refuses an opening, and sells nothing.
 */
export interface SeenMarket {
  /** See pairName. */
  readonly symbol: string;
  /** Of the short leg. */
  readonly nativeId: string;
  /** No long one where nothing is traded that could be held against the short. */
  readonly legs: { readonly long: SeenLeg | undefined; readonly short: SeenLeg };
  readonly prices: PairPrices;
  /** The leg whose market holds less: it is traded first. */
  readonly thinner: Leg;
  /** Of the perpetuals the lesser one. */
  readonly turnoverUsdt24h: number;
  /** Why its history is not proven up to now. */
  readonly unproven: Reason | undefined;
  /** Which quantities both markets take. */
  readonly rules: QuantityRules | undefined;
  /** When the first of the perpetuals is ended, as far as that is announced. */
  readonly endsAtMs: number | undefined;
  /** Only of a pair that would be opened by all else, and where the exchanges publish them. */
  readonly books?: PairBooks | undefined;
  /** Of the short leg's market, by the proven rows that were known; only where the settings ask for them. */
  readonly signals?: SignalValues | undefined;
}

export interface SeenLeg extends LegMarket {
  /** USDT a contract, exact: what collateral is measured with. Undefined of spot. */
  readonly markPrice: string | undefined;
  /** What a short of it is paid; undefined of spot. */
  readonly funding: FundingStream | undefined;
}

/** What a pair is called: spot and perpetual as the perpetual, two perpetuals with both exchanges, the short one first. */
export function pairName({ long, short }: Readonly<Record<Leg, LegMarket>>): string {
  return long.instrument === 'spot' ? short.symbol : `${short.symbol} ${short.venue}/${long.venue}`;
}

/** Under which name a leg that is held is reported: two positions may hold one market. */
export function heldName({ id }: Pick<Position, 'id'>, leg: Leg): string {
  return `${id} ${leg}`;
}

/** Under which name a market is reported apart from its pair. */
export function legName({ venue, symbol }: Pick<LegMarket, 'venue' | 'symbol'>): string {
  return `${venue} ${symbol}`;
}
