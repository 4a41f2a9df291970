import type { EndedMarket } from './ends/ended-market.js';
import type { PriceRange } from './margin/liquidation.js';
import type { PredictedRate } from './carry-yield.js';
import type { FundingPersistence } from './funding-persistence.js';
import type { QuantityRules } from './order-quantity.js';
import type { PairPrices } from './pair-prices.js';
import type { Reason } from './verdict.js';

/** What was known at `nowMs`, and nothing later. Everything that decides is in here: no clock, no store, no bus. */
export interface Observation {
  /** The exchange that all of it is of. */
  readonly venue: string;
  /** By the exchange's clock. */
  readonly nowMs: number;
  /** Why no price in here may be traded on; undefined while they are fresh. */
  readonly stale: Reason | undefined;
  /** Those that may be traded and those that are held, as far as anything is known of them now; by symbol. */
  readonly markets: ReadonlyMap<string, SeenMarket>;
  /** Perpetuals in which something is held, and that are gone; by symbol. */
  readonly ended: ReadonlyMap<string, EndedMarket>;
  /** Of perpetuals that are held, as far as the exchange says it: their prices since the last look; by symbol. */
  readonly ranges: ReadonlyMap<string, PriceRange>;
}

/** One market as it was seen. What is undefined was not said: it refuses an opening, and sells nothing. */
export interface SeenMarket {
  readonly symbol: string;
  readonly nativeId: string;
  readonly spotSymbol: string | undefined;
  readonly prices: PairPrices;
  /** USDT a contract, exact: what collateral is measured with. */
  readonly markPrice: string;
  readonly predicted: PredictedRate;
  readonly turnoverUsdt24h: number;
  readonly persistence: FundingPersistence | undefined;
  /** Why its history is not proven up to now. */
  readonly unproven: Reason | undefined;
  /** Which quantities both markets take. */
  readonly rules: QuantityRules | undefined;
  /** When the exchange ends it, as far as that is announced. */
  readonly endsAtMs: number | undefined;
}
