import type { MarketRow } from './market-row.js';

export interface Wish {
  /** Part of the symbol, in any case. */
  readonly search: string;
  /** A market's state, or `any`. */
  readonly state: string;
  /** `tracked`, or `all`. */
  readonly scope: string;
}

/** The rows that were asked for. */
export function chooseRows(rows: readonly MarketRow[], wish: Wish): MarketRow[] {
  const part = wish.search.trim().toUpperCase();
  return rows.filter(
    ({ symbol, nativeId, state, tracked }) =>
      (wish.scope === 'all' || tracked) &&
      (wish.state === 'any' || state === wish.state) &&
      (symbol.toUpperCase().includes(part) || nativeId.toUpperCase().includes(part)),
  );
}
