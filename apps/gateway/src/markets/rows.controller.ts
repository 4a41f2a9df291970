import {
  CandlesRoute,
  MOST_CANDLES,
  MOST_STREAMED_CANDLES,
} from '@fullcarry/contracts/http/market/candles-route';
import {
  FundingRatesRoute,
  MOST_FUNDING_DAYS,
} from '@fullcarry/contracts/http/market/funding-rates-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { DAY_MS, floorTo, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeOf } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import { Controller, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { askedWindow } from './asked-window.js';
import { askedFormat } from './columns/asked-format.js';
import { streamedColumns } from './columns/streamed-columns.js';
import { csv, csvName } from './csv/csv.js';
import { candlesOf, findMarket, fundingOf } from './find-market.js';
import { holesOf } from './coverage/holes-of.js';
import { lookbacksOf } from '../config.js';
import { knownCoverage } from './coverage/known-coverage.js';

/** The market, the time as a spreadsheet reads it and as programs do (UTC), then the row. */
const CANDLE_COLUMNS = [
  'exchange',
  'market',
  'open_at_utc',
  'open_at_ms',
  'open',
  'high',
  'low',
  'close',
  'volume',
];
const FUNDING_COLUMNS = [
  'exchange',
  'market',
  'settled_at_utc',
  'settled_at_ms',
  'rate',
  'interval_minutes',
  'observed_at_ms',
];

/** The rows of one market. */
@Controller()
export class RowsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(CandlesRoute)
  candles(
    { query }: Asked<typeof CandlesRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof CandlesRoute> | string | StreamableFile> {
    const format = askedFormat(query.format, response);
    const kind = query.kind ?? 'candles';
    const timeframe = query.timeframe ?? timeframeOf(kind, this.run.config.HISTORICAL_TIMEFRAME);
    const stepMs = timeframeMs(timeframe);
    const most = format === 'arrow' ? MOST_STREAMED_CANDLES : MOST_CANDLES;
    const window = askedWindow(query, floorTo(Date.now(), stepMs), {
      ms: most * stepMs,
      refusal: `one request may have at most ${most} candles`,
    });
    return this.run.read(async (database) => {
      const found = await findMarket(
        database,
        this.run.view(query.exchange).exchange,
        query.symbol,
      );
      const series = candlesOf(found, { kind, timeframe });
      const { nativeId, symbol, exchange, source } = found.market;
      if (format === 'arrow') {
        const holes = await this.holes(database, series, window);
        const about = { exchange, symbol, nativeId, kind, timeframe, window, holes };
        return streamedColumns(this.run, { series, window, about }, response);
      }
      const rows = await storedCandles(database, series.id, window);
      const candles = rows.map(({ openAtMs, open, high, low, close, volume }): CandleTuple => [
        openAtMs,
        open,
        high,
        low,
        close,
        volume,
      ]);
      if (format === 'csv') {
        const lines = candles.map(([atMs, ...rest]) => [
          exchange,
          nativeId,
          csvTime(atMs),
          atMs,
          ...rest,
        ]);
        const of = kind === 'candles' ? [] : [kind];
        const name = csvName([exchange, nativeId, ...of, timeframe], source, window);
        return csv(response, name, CANDLE_COLUMNS, lines);
      }
      const holes = await this.holes(database, series, window);
      return { exchange, symbol, nativeId, kind, timeframe, window, candles, holes };
    });
  }

  @Serves(FundingRatesRoute)
  fundingRates(
    { query }: Asked<typeof FundingRatesRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof FundingRatesRoute> | string | StreamableFile> {
    const format = askedFormat(query.format, response);
    const window = askedWindow(query, floorTo(Date.now(), HOUR_MS) + HOUR_MS, {
      ms: MOST_FUNDING_DAYS * DAY_MS,
      refusal: `one request may have at most ${MOST_FUNDING_DAYS} days`,
    });
    return this.run.read(async (database) => {
      const found = await findMarket(
        database,
        this.run.view(query.exchange).exchange,
        query.symbol,
      );
      const series = fundingOf(found);
      const { nativeId, symbol, exchange, source } = found.market;
      if (format === 'arrow') {
        const holes = await this.holes(database, series, window);
        const about = { exchange, symbol, nativeId, window, holes };
        return streamedColumns(this.run, { series, window, about }, response);
      }
      const rows = await storedSettlements(database, series.id, window);
      if (format === 'csv') {
        const lines = rows.map((row) => [
          exchange,
          nativeId,
          csvTime(row.settledAtMs),
          row.settledAtMs,
          row.rate,
          row.intervalMinutes ?? null,
          row.stampedAtMs,
        ]);
        const name = csvName([exchange, nativeId, 'funding'], source, window);
        return csv(response, name, FUNDING_COLUMNS, lines);
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
    const [known] = await knownCoverage(database, [series], facts, lookbacksOf(config));
    return known ? holesOf(known, window, lifeOf(series)) : [];
  }
}

type CandleTuple = ReplyOf<typeof CandlesRoute>['candles'][number];
type SettlementTuple = ReplyOf<typeof FundingRatesRoute>['settlements'][number];
