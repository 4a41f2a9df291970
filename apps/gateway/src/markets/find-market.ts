import { hasCandles, isSameSeries, type CandleSeries } from '@fullcarry/domain/series';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredMarket, StoredSeries } from '@fullcarry/history/markets/stored-series';
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

/** The series of the candles of a kind. Errors: HttpFault 404, which names what is collected. */
export function candlesOf({ market, series }: FoundMarket, wanted: CandleSeries): StoredSeries {
  const found = series.find(({ key }) => isSameSeries(key, wanted));
  if (found) return found;
  const collected = series.flatMap(({ key }) => (hasCandles(key) ? candlesText(key) : []));
  throw new HttpFault(
    404,
    `No ${candlesText(wanted)} of ${market.symbol} are collected here, but ${collected.join(', ')}`,
  );
}

/** Errors: HttpFault 404. */
export function fundingOf({ market, series }: FoundMarket): StoredSeries {
  const found = series.find(({ key }) => key.kind === 'funding');
  if (!found) throw new HttpFault(404, `No funding of ${market.symbol} is collected here`);
  return found;
}

/** `1h candles`, `1h mark-candles`. */
function candlesText({ kind, timeframe }: CandleSeries): string {
  return `${timeframe} ${kind}`;
}
