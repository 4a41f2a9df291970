import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import type { Database } from '../database/database.js';
import { MarketStore } from './market-store.js';

/** Tracks one market in an empty database, for specs; returns its series of candles. */
export async function trackedCandles(database: Database): Promise<number> {
  const markets = new MarketStore(database);
  await markets.saveUniverse(
    [
      {
        exchange: 'bybit',
        symbol: 'BTC/USDT:USDT',
        nativeId: 'BTCUSDT',
        listedAtMs: undefined,
        rank: 1,
        turnoverUsdt24h: '12.5',
      },
    ],
    { exchange: 'bybit', source: 'live', timeframe: '1h', kinds: REQUIRED_KINDS, evaluatedAtMs: 7 },
  );
  const series = await markets.trackedSeries('bybit', '1h');
  return series.find((one) => one.key.kind === 'candles')!.id;
}
