import { isCandleKind, type SeriesKind } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';

/** freqtrade's own name of an exchange, where it is another than ccxt's id of its perpetuals. */
const EXCHANGES: ReadonlyMap<string, string> = new Map([['binanceusdm', 'binance']]);

export function freqtradeExchange(exchange: string): string {
  return EXCHANGES.get(exchange) ?? exchange;
}

/** The timeframe of mark prices and funding rates, whatever the strategy's is (`mark_ohlcv_timeframe`). */
const OF_FUNDING: Timeframe = '1h';

/** One file of freqtrade's data folder, and what is in it. */
export interface FreqtradeFile {
  /** Below `user_data/data/<exchange>`, with slashes. */
  readonly path: string;
  /** Of its candles; rates of funding stand on the hour. */
  readonly timeframe: Timeframe;
}

/** Where freqtrade looks for the rows of a series; undefined for what it knows no kind of. */
export function freqtradeFile({ key, market }: StoredSeries): FreqtradeFile | undefined {
  const timeframe = isCandleKind(key.kind) && 'timeframe' in key ? key.timeframe : OF_FUNDING;
  const file = (pair: string, of: Timeframe, type?: string): FreqtradeFile => {
    const name = `${pair.replaceAll(/[/ .@$+:]/g, '_')}-${of}`;
    return { path: type ? `futures/${name}-${type}.feather` : `${name}.feather`, timeframe: of };
  };
  const files: Record<SeriesKind, () => FreqtradeFile | undefined> = {
    candles: () => file(market.symbol, timeframe, 'futures'),
    'mark-candles': () => file(market.symbol, OF_FUNDING, 'mark'),
    funding: () => file(market.symbol, OF_FUNDING, 'funding_rate'),
    'spot-candles': () => market.spot && file(market.spot.spotSymbol, timeframe),
    'premium-candles': () => undefined,
  };
  return files[key.kind]();
}
