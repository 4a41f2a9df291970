import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';

/** A settlement, and the rate that was charged. */
export interface SettlementRate {
  readonly settledAtMs: number;
  /** Fraction of notional, exact; positive is paid by longs to shorts. */
  readonly rate: string;
}

/** A settlement that is certain, and the price at its instant. */
export interface KnownSettlement extends SettlementRate {
  /** USDT a contract, exact. */
  readonly markPrice: string;
  /** Of which instant the price is: the settlement's own, or the last one before it of which one is known. */
  readonly priceAtMs: number;
}

export interface KnownSettlements {
  /** Ascending. */
  readonly settlements: readonly KnownSettlement[];
  /** Up to and including this instant nothing more can come; undefined where nothing is certain. */
  readonly knownToMs: number | undefined;
  /** What keeps a settlement from being known, in one sentence. */
  readonly problem: string | undefined;
}

/** Where settlements are taken from: what the store proves, or the exchange itself. */
export interface SettlementSource {
  /** The settlements of a perpetual in [fromMs, toMs], both included. */
  known(market: LegMarket, fromMs: number, toMs: number): Promise<KnownSettlements>;
  /**
   * What is known now of settlements that were known before, so that late and revised ones are found. Ascending; empty
   * where that would have to be asked for.
   */
  again(market: LegMarket, fromMs: number, toMs: number): Promise<readonly SettlementRate[]>;
}
