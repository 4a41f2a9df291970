import type { StoredPosition } from '@fullcarry/history/desk-rows';

/** A settlement that is certain, and the price at its instant. */
export interface KnownSettlement {
  readonly settledAtMs: number;
  /** Fraction of notional, exact; positive is paid by longs to shorts. */
  readonly rate: string;
  /** USDT a contract, exact. */
  readonly markPrice: string;
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
  /** The settlements of the position's market in [fromMs, toMs], both included. */
  known(position: StoredPosition, fromMs: number, toMs: number): Promise<KnownSettlements>;
}
