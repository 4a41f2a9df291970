import type { ExitReason } from './exit-reason.js';
import type { PriceRange } from '../margin/liquidation.js';
import type { BothPrices } from '../observe/pair-prices.js';
import type { Leg } from '../trade/fill-price.js';
import type { Opening } from './opening.js';
import type { Position } from '../book/position.js';
import type { Reason } from './verdict.js';

/**
 * What is to be done. `decided`: the prices that it was decided at. `finish` goes on with what was found half done:
 * `forward` to where it was meant to be, else back.
 */
export type Action =
  | { readonly kind: 'open'; readonly opening: Opening; readonly decided: BothPrices }
  | {
      readonly kind: 'close';
      readonly position: Position;
      readonly reason: ExitReason;
      /** Undefined where it is not known now: then it is closed at the prices that are met. */
      readonly decided: BothPrices | undefined;
    }
  /** The exchange ended a perpetual: its fill has a price that nobody traded at. */
  | {
      readonly kind: 'settle';
      readonly position: Position;
      readonly leg: Leg;
      readonly how: 'delivered' | 'liquidated';
      /** Exact, USDT a contract: of a liquidation that of what was known to be held. */
      readonly price: string;
      /** By which a liquidation is judged again where an order of before turns out to have filled more; else undefined. */
      readonly met: Pick<PriceRange, 'highPrice' | 'lowPrice'> | undefined;
      readonly atMs: number;
      readonly reason: ExitReason;
    }
  | {
      readonly kind: 'top-up';
      readonly position: Position;
      readonly leg: Leg;
      /** From the cash to the collateral, exact, USDT, > 0. */
      readonly amountUsdt: string;
      readonly reason: Reason;
    }
  | { readonly kind: 'finish'; readonly position: Position; readonly forward: boolean };
