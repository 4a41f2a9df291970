import { isReplay } from '@fullcarry/contracts/source';
import type { AssetSpread } from '@fullcarry/contracts/http/market/spreads-route';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { csv, csvName } from './csv.js';

/**
 * A leg a line; what is said of the asset's best pair stands in each line of its two legs. Rates a settlement are
 * fractions of notional, `…_a_year` and `cost` too, positive is paid by longs to shorts.
 */
const COLUMNS = [
  'asset',
  'exchange',
  'market',
  'symbol',
  'predicted_rate',
  'interval_minutes',
  'rate_a_year',
  'next_funding_at_utc',
  'mark_price',
  'multiplier',
  'turnover_24h',
  'last_settled_rate',
  'last_settled_at_utc',
  'rates_at_utc',
  'rates_stale',
  'side_of_best_pair',
  'pair_gross_a_year',
  'pair_cost',
  'pair_net_a_year',
  'pair_break_even_hours',
  'pair_holding_hours',
];

export interface SpreadExchange {
  readonly exchange: string;
  readonly source: string;
  readonly ratesAtMs: number | null;
  readonly stale: boolean;
}

/** The same asset across exchanges, as it is now. */
export function spreadsCsv(
  response: Response,
  exchanges: readonly SpreadExchange[],
  assets: readonly AssetSpread[],
  holdingHours: number,
): string {
  const atMs = Math.max(...exchanges.map(({ ratesAtMs }) => ratesAtMs ?? 0)) || Date.now();
  // One that is recorded makes the whole table one that is not of a market of today.
  const recorded = exchanges.find(({ source }) => isReplay(source));
  const source = (recorded ?? exchanges[0])?.source ?? 'unknown';
  const names = exchanges.map(({ exchange }) => exchange);
  const name = csvName(['funding', ...names], source, { fromMs: atMs, toMs: atMs + 1 });
  const about = new Map(exchanges.map((one) => [one.exchange, one]));
  const lines = assets.flatMap(({ asset, legs, pair }) =>
    legs.map((leg) => {
      const side =
        pair?.long === leg.exchange ? 'long' : pair?.short === leg.exchange ? 'short' : null;
      const ofPair = side === null ? null : pair;
      return [
        asset,
        leg.exchange,
        leg.nativeId,
        leg.symbol,
        leg.predictedRate,
        leg.intervalMinutes,
        leg.ratePerYear,
        csvTime(leg.nextFundingAtMs),
        leg.markPrice,
        leg.multiplier,
        leg.turnoverUsdt24h,
        leg.lastSettled?.rate ?? null,
        csvTime(leg.lastSettled?.settledAtMs),
        csvTime(about.get(leg.exchange)?.ratesAtMs),
        about.get(leg.exchange)?.stale ?? null,
        side,
        ofPair?.grossPerYear ?? null,
        ofPair?.cost ?? null,
        ofPair?.netPerYear ?? null,
        ofPair?.breakEvenHours ?? null,
        ofPair ? holdingHours : null,
      ];
    }),
  );
  return csv(response, name, COLUMNS, lines);
}
