import type { StoredMarket, StoredSeries } from '@fullcarry/history/markets/stored-series';

/** The series of one market. */
export interface MarketSeries<One> {
  readonly market: StoredMarket;
  readonly series: readonly One[];
}

/** The series by their markets, in the order in which each market comes first; in one pass, however many there are. */
export function seriesByMarket<One extends { readonly series: StoredSeries }>(
  all: readonly One[],
): MarketSeries<One>[] {
  const markets = new Map<number, { market: StoredMarket; series: One[] }>();
  for (const one of all) {
    const { market } = one.series;
    const known = markets.get(market.id);
    if (known) known.series.push(one);
    else markets.set(market.id, { market, series: [one] });
  }
  return [...markets.values()];
}
