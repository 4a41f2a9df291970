import type { ExploredMarket } from '@fullcarry/contracts/http/market/explorer-route';
import type { ExplorerDays } from './use-explorer.js';

/** A market as the table shows it. */
export interface ExplorerRow extends ExploredMarket {
  /** Days of settlements that are proven; only where they are fewer than was asked for. */
  readonly shortDays: number | undefined;
}

/** Less than this share of the days that were asked for is said; a day lacks anyway until its last hour is proven. */
const MOSTLY = 0.95;

export function explorerRow(market: ExploredMarket, asked: ExplorerDays): ExplorerRow {
  const days = (market.funding?.hours ?? 0) / 24;
  const isShort = asked !== 'all' && market.funding !== null && days < Number(asked) * MOSTLY;
  return { ...market, shortDays: isShort ? days : undefined };
}
