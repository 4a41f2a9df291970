import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import type { OpportunitiesRoute } from '@fullcarry/contracts/http/market/opportunities-route';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { csv, csvName } from '../markets/csv/csv.js';

/** Yields are fractions a year, rates fractions of notional a settlement, 0 to 1 the share of settlements. */
const COLUMNS = [
  'exchange',
  'market',
  'symbol',
  'rank',
  'action',
  'reason_code',
  'reason',
  'net_yield_a_year',
  'gross_yield_a_year',
  'holding_yield_a_year',
  'break_even_hours',
  'predicted_rate',
  'needed_rate',
  'interval_minutes',
  'next_funding_at_utc',
  'paid_share',
  'turnover_24h',
  'ends_at_utc',
  'cycle',
  'decided_at_utc',
];

/** What the last cycle thought of each market, a line each, the best first; only the heading before the first cycle. */
export function opportunitiesCsv(
  response: Response,
  exchange: string,
  source: string,
  { cycle, markets }: ReplyOf<typeof OpportunitiesRoute>,
): string {
  const atMs = cycle?.startedAtMs ?? Date.now();
  const name = csvName(['opportunities', exchange], source, { fromMs: atMs, toMs: atMs + 1 });
  const lines = markets.map((market) => [
    exchange,
    market.nativeId,
    market.symbol,
    market.rank,
    market.action,
    market.reasonCode,
    market.reason,
    market.netYield,
    market.grossYield,
    market.holdingYield ?? null,
    market.breakEvenHours ?? null,
    market.predictedRate,
    market.neededRate ?? null,
    market.intervalMinutes,
    csvTime(market.nextFundingAtMs),
    market.persistence,
    market.turnoverUsdt24h,
    csvTime(market.endsAtMs),
    cycle?.number ?? null,
    csvTime(cycle?.startedAtMs),
  ]);
  return csv(response, name, COLUMNS, lines);
}
