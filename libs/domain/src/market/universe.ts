import type { AssetClass } from './asset-class.js';
import type { Market, MarketTicker } from './market.js';

/** A market that was chosen, 1 being the most traded. */
export interface RankedMarket extends Market {
  readonly rank: number;
  readonly turnoverUsdt24h: string;
}

/**
 * Returns the `top` markets of the classes by 24 h turnover in USDT; equal turnovers are ordered by symbol. What
 * has no known class is `unknown`, and chosen only where that is one of the classes.
 * A market without a ticker is not chosen: its turnover is unknown, not 0.
 */
export function chooseTopPairs(
  markets: readonly Market[],
  tickers: readonly MarketTicker[],
  top: number,
  classes: readonly AssetClass[],
): RankedMarket[] {
  const wanted = markets.filter(({ assetClass }) => classes.includes(assetClass ?? 'unknown'));
  return rankByTurnover(wanted, tickers).slice(0, top);
}

/** The markets that have a ticker, the most traded first; equal turnovers are ordered by symbol. */
export function rankByTurnover(
  markets: readonly Market[],
  tickers: readonly MarketTicker[],
): RankedMarket[] {
  const turnovers = new Map(tickers.map((ticker) => [ticker.symbol, ticker.turnoverUsdt24h]));
  return markets
    .flatMap((market) => {
      const turnoverUsdt24h = turnovers.get(market.symbol);
      return turnoverUsdt24h === undefined ? [] : [{ ...market, turnoverUsdt24h }];
    })
    .sort(
      (a, b) =>
        Number(b.turnoverUsdt24h) - Number(a.turnoverUsdt24h) || (a.symbol < b.symbol ? -1 : 1),
    )
    .map((market, i) => ({ ...market, rank: i + 1 }));
}

/** What a new choice changed. */
export interface UniverseChange {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

export function universeChange(
  before: readonly Market[],
  after: readonly Market[],
): UniverseChange {
  const symbols = (markets: readonly Market[]) => new Set(markets.map((market) => market.symbol));
  const old = symbols(before);
  const now = symbols(after);
  return {
    entered: [...now].filter((symbol) => !old.has(symbol)),
    left: [...old].filter((symbol) => !now.has(symbol)),
  };
}
