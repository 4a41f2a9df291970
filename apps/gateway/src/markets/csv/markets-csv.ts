import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { csv, csvName } from './csv.js';

/** Rates are fractions of notional a settlement, means and yields fractions a year, prices in the quote currency. */
const COLUMNS = [
  'exchange',
  'market',
  'symbol',
  'state',
  'rank',
  'mark_price',
  'turnover_24h',
  'open_interest_units',
  'predicted_rate',
  'interval_minutes',
  'next_funding_at_utc',
  'last_settled_rate',
  'last_settled_at_utc',
  'mean_7d_a_year',
  'mean_30d_a_year',
  'net_yield_a_year',
];

/** The markets as they are now, a line each. */
export function marketsCsv(response: Response, markets: readonly MarketSummary[]): string {
  const nowMs = Date.now();
  const source = markets[0]?.source ?? 'unknown';
  const name = csvName(['markets'], source, { fromMs: nowMs, toMs: nowMs + 1 });
  const lines = markets.map((market) => [
    market.exchange,
    market.nativeId,
    market.symbol,
    market.state,
    market.rank,
    market.markPrice,
    market.turnoverUsdt24h,
    market.openInterest ?? null,
    market.predictedRate,
    market.intervalMinutes,
    csvTime(market.nextFundingAtMs),
    market.lastSettled?.rate ?? null,
    csvTime(market.lastSettled?.settledAtMs),
    market.figures?.mean7d ?? null,
    market.figures?.mean30d ?? null,
    market.netYield,
  ]);
  return csv(response, name, COLUMNS, lines);
}
