import type { BookMode } from '../../desk/book/ledger-event.js';
import type { LegMarket } from '../../desk/book/position-leg.js';
import type { DecisionSettings } from '../../desk/decide/decision-settings.js';
import type { Reason } from '../../desk/decide/verdict.js';
import type { LotSize } from '../../market/trading-rules.js';
import type { EndedMarket } from '../../desk/ends/ended-market.js';
import type { PriceRange } from '../../desk/margin/liquidation.js';
import type { PairBooks } from '../../desk/observe/book-costs.js';
import type { CarrySpot } from '../../desk/observe/carry-pair.js';
import type { PredictedRate } from '../../desk/observe/carry-yield.js';
import type { Leg } from '../../desk/trade/fill-price.js';
import type { PaperMarket } from '../../desk/trade/paper-fills.js';

/**
 * What a desk on paper was given in its cycles and no history keeps: quotes, order books, and how far the history was
 * proven by then. What history keeps (settled rates, their prices) is not in here: it is read from the proven rows.
 */
export interface DeskRecording {
  readonly venue: string;
  /** In the order in which they were done; each later than the one before. */
  readonly cycles: readonly RecordedCycle[];
}

export interface RecordedCycle {
  /** By the exchange's clock. */
  readonly nowMs: number;
  readonly settings: DecisionSettings;
  readonly mode: BookMode;
  readonly modeReason: string | undefined;
  readonly stale: Reason | undefined;
  readonly quotes: readonly RecordedQuote[];
  /** By legName. */
  readonly ended: ReadonlyMap<string, EndedMarket>;
  /** By heldName. */
  readonly ranges: ReadonlyMap<string, PriceRange>;
  /** Of perpetuals in which something was held: settlements before it were certain when funding was booked. */
  readonly settledBeforeMs: ReadonlyMap<string, number>;
  /** What was asked while decisions were done. */
  readonly answers: readonly RecordedAnswer[];
}

/** One perpetual and its spot market as they were quoted. Prices exact decimal text, USDT. */
export interface RecordedQuote {
  readonly symbol: string;
  readonly nativeId: string;
  readonly markPrice: string | undefined;
  readonly lastPrice: string | undefined;
  readonly predicted: PredictedRate;
  readonly spot: CarrySpot | undefined;
  readonly turnoverUsdt24h: number;
  /** Why its history was not proven up to then. */
  readonly unproven: Reason | undefined;
  readonly endsAtMs: number | undefined;
  readonly lots: Readonly<Record<Leg, LotSize>> | undefined;
  /** Settlements before it were proven when it was observed. */
  readonly provenBeforeMs: number;
}

/** Which market was asked for. */
export type RecordedMarket = Pick<LegMarket, 'venue' | 'instrument' | 'symbol'>;

/** `problem`: why there was no answer. */
export type RecordedAnswer =
  | {
      readonly kind: 'price';
      readonly market: RecordedMarket;
      readonly price: string | undefined;
      readonly problem: string | undefined;
    }
  /** What an order met, and when; undefined where nothing was quoted of its market. */
  | {
      readonly kind: 'met';
      readonly market: RecordedMarket;
      readonly atMs: number | undefined;
      readonly met: PaperMarket | undefined;
      readonly problem: string | undefined;
    }
  /** The books of a pair that was to be opened; by pairName. */
  | { readonly kind: 'books'; readonly pair: string; readonly books: PairBooks | undefined }
  /** The exchange's time, asked for when a leg ended without an order. */
  | { readonly kind: 'time'; readonly atMs: number };
