import type {
  MarketHistory,
  PriceColumns,
} from '@fullcarry/domain/backtest/history/market-history';

/** The same rows in memory that threads share: they are read once, and lie there once. */
export function sharedHistories(markets: readonly MarketHistory[]): MarketHistory[] {
  return markets.map((market) => {
    const { trades, marks, spots, funding } = market;
    const { high, low, volume } = trades;
    return {
      ...market,
      trades: {
        ...prices(trades),
        ...{ high: shared(high), low: shared(low), volume: shared(volume) },
      },
      marks: marks && prices(marks),
      spots: spots && prices(spots),
      funding: {
        settledAtMs: shared(funding.settledAtMs),
        stampedAtMs: shared(funding.stampedAtMs),
        rates: funding.rates,
      },
    };
  });
}

function prices({ openAtMs, open, close }: PriceColumns): PriceColumns {
  return { openAtMs: shared(openAtMs), open: shared(open), close: shared(close) };
}

function shared(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
