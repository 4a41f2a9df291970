import type { SpotCounterpart } from './spot-ticker.js';

/**
 * Which quantities an exchange takes, exact decimal text: a multiple of `quantityStep`, at least
 * `minQuantity`, and worth at least `minNotionalUsdt`.
 */
export interface LotSize {
  readonly quantityStep: string;
  readonly minQuantity: string;
  readonly minNotionalUsdt: string;
}

/**
 * What an exchange's list says of orders in one perpetual, in the perpetual's own units. `priceStep`: prices are
 * multiples of it; undefined where the exchange has no fixed one. `contractSize`: how many units an order of one
 * contract is for; 1 where orders are in units.
 */
export interface PerpetualRules extends LotSize {
  readonly priceStep: string | undefined;
  readonly contractSize: string;
}

/**
 * Which quantities both legs of a carry on one perpetual may have.
 *
 * `symbol`: of the perpetual. `perpetual`: in the perpetual's own units. `spot`: in coins, of which one
 * unit of the perpetual holds `unitsPerContract`; undefined where no spot counterpart is known: the exchange lists
 * none that can be read and told to be the perpetual's.
 */
export interface TradingRules {
  readonly symbol: string;
  readonly perpetual: LotSize;
  readonly spot: (LotSize & SpotCounterpart) | undefined;
}
