import { CandlesRoute, MOST_CANDLES } from '@fullcarry/contracts/http/candles-route';
import {
  FundingRatesRoute,
  MOST_FUNDING_DAYS,
} from '@fullcarry/contracts/http/funding-rates-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  DAY_MS,
  floorTo,
  HOUR_MS,
  intersectWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database';
import { storedCandles, storedSettlements } from '@fullcarry/history/series-rows';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { askedWindow } from './asked-window.js';
import { csv } from './csv.js';
import { candlesOf, findMarket, fundingOf } from './find-market.js';
import { knownCoverage } from './known-coverage.js';

/** The rows of one market. */
@Controller()
export class RowsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(CandlesRoute)
  candles(
    { query }: Asked<typeof CandlesRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof CandlesRoute> | string> {
    const timeframe = query.timeframe ?? this.run.config.HISTORICAL_TIMEFRAME;
    const stepMs = timeframeMs(timeframe);
    const window = askedWindow(query, floorTo(Date.now(), stepMs), {
      ms: MOST_CANDLES * stepMs,
      says: `one request may have at most ${MOST_CANDLES} candles`,
    });
    return this.run.read(async (database) => {
      const found = await findMarket(
        database,
        this.run.view(query.exchange).exchange,
        query.symbol,
      );
      const series = candlesOf(found, timeframe);
      const rows = await storedCandles(database, series.id, window);
      const candles = rows.map(({ openAtMs, open, high, low, close, volume }): CandleTuple => [
        openAtMs,
        open,
        high,
        low,
        close,
        volume,
      ]);
      const { nativeId, symbol, exchange } = found.market;
      if (query.format === 'csv') {
        const columns = ['open_at_ms', 'open_at', 'open', 'high', 'low', 'close', 'volume'];
        const lines = candles.map(([atMs, ...rest]) => [atMs, iso(atMs), ...rest]);
        return csv(response, `${exchange}-${nativeId}-${timeframe}.csv`, columns, lines);
      }
      const holes = await this.holes(database, series, window);
      return { exchange, symbol, nativeId, timeframe, window, candles, holes };
    });
  }

  @Serves(FundingRatesRoute)
  fundingRates(
    { query }: Asked<typeof FundingRatesRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof FundingRatesRoute> | string> {
    const window = askedWindow(query, floorTo(Date.now(), HOUR_MS) + HOUR_MS, {
      ms: MOST_FUNDING_DAYS * DAY_MS,
      says: `one request may have at most ${MOST_FUNDING_DAYS} days`,
    });
    return this.run.read(async (database) => {
      const found = await findMarket(
        database,
        this.run.view(query.exchange).exchange,
        query.symbol,
      );
      const series = fundingOf(found);
      const rows = await storedSettlements(database, series.id, window);
      const { nativeId, symbol, exchange } = found.market;
      if (query.format === 'csv') {
        const columns = [
          'settled_at_ms',
          'settled_at',
          'rate',
          'interval_minutes',
          'observed_at_ms',
        ];
        const lines = rows.map((row) => [
          row.settledAtMs,
          iso(row.settledAtMs),
          row.rate,
          row.intervalMinutes ?? null,
          row.observedAtMs,
        ]);
        return csv(response, `${exchange}-${nativeId}-funding.csv`, columns, lines);
      }
      const settlements = rows.map(({ settledAtMs, rate, intervalMinutes }): SettlementTuple => [
        settledAtMs,
        rate,
        intervalMinutes ?? null,
      ]);
      const holes = await this.holes(database, series, window);
      return { exchange, symbol, nativeId, window, settlements, holes };
    });
  }

  private async holes(database: Database, series: StoredSeries, window: TimeWindow) {
    const { facts } = this.run.view(series.market.exchange);
    const { config } = this.run;
    const [known] = await knownCoverage(database, [series], facts, config.HISTORICAL_LOOKBACK_DAYS);
    return (known?.pieces ?? []).flatMap(({ status, ...piece }) => {
      if (status === 'present') return [];
      const kind = status === 'fetching' ? ('missing' as const) : status;
      return intersectWindows([piece], [window]).map((hole) => ({ ...hole, status: kind }));
    });
  }
}

type CandleTuple = ReplyOf<typeof CandlesRoute>['candles'][number];
type SettlementTuple = ReplyOf<typeof FundingRatesRoute>['settlements'][number];

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
