import { hasTerms } from '../../format/text-search.js';
import { MARKET_STATES } from './market-states.js';
import type { MarketRow } from './market-row.js';

export interface Wish {
  /** Words, all of which stand somewhere in the row. */
  readonly search: string;
  /** A market's state, or `any`. */
  readonly state: string;
  /** `tracked`, or `all`. */
  readonly scope: string;
  /** An exchange, or `any`. */
  readonly exchange: string;
}

/** The rows that were asked for. */
export function chooseRows(rows: readonly MarketRow[], wish: Wish): MarketRow[] {
  return rows.filter(
    ({ exchange, symbol, nativeId, state, tracked, spotSymbol }) =>
      (wish.scope === 'all' || tracked) &&
      (wish.state === 'any' || state === wish.state) &&
      (wish.exchange === 'any' || exchange === wish.exchange) &&
      hasTerms(wish.search, [exchange, symbol, nativeId, MARKET_STATES[state], spotSymbol ?? '']),
  );
}
