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
