import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import type { StoredMarket, StoredSeries } from '@fullcarry/history/stored-series';
import { HttpFault } from '../http/http-fault.js';

export interface FoundMarket {
  readonly market: StoredMarket;
  readonly series: readonly StoredSeries[];
}

/** A market with its series, by its symbol or by the exchange's own name. Errors: HttpFault 404. */
export async function findMarket(
  database: Database,
  exchange: string,
  name: string,
): Promise<FoundMarket> {
  const series = await new MarketStore(database).seriesOf(exchange, name);
  const market = series[0]?.market;
  if (!market) throw new HttpFault(404, `No market ${name} of ${exchange} is collected here`);
  return { market, series };
}

/** The series of the candles, the one that is collected when no timeframe is named. Errors: HttpFault 404. */
export function candlesOf({ market, series }: FoundMarket, timeframe: Timeframe): StoredSeries {
  const found = series.find(({ key }) => key.kind === 'candles' && key.timeframe === timeframe);
  if (found) return found;
  const collected = series.flatMap(({ key }) => (key.kind === 'candles' ? key.timeframe : []));
  throw new HttpFault(
    404,
    `No ${timeframe} candles of ${market.symbol} are collected here, but ${collected.join(', ')}`,
  );
}

/** Errors: HttpFault 404. */
export function fundingOf({ market, series }: FoundMarket): StoredSeries {
  const found = series.find(({ key }) => key.kind === 'funding');
  if (!found) throw new HttpFault(404, `No funding of ${market.symbol} is collected here`);
  return found;
}
