import type { CoverageRoute } from '@fullcarry/contracts/http/market/coverage-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { lookbackDaysOf, seriesInMarket, type SeriesKind } from '@fullcarry/domain/series';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredMarket } from '@fullcarry/history/markets/stored-series';
import { lookbacksOf, type GatewayConfig } from '../../config.js';
import type { ExchangeView } from '../../exchange-view.js';
import { dayLetters } from './day-letters.js';
import { knownCoverage } from './known-coverage.js';

/** Every tracked market by rank, one letter a UTC day of the look-back, today included. */
export async function heatMap(
  database: Database,
  { exchange, facts }: ExchangeView,
  config: GatewayConfig,
): Promise<ReplyOf<typeof CoverageRoute>> {
  const { HISTORICAL_TIMEFRAME, HISTORICAL_LOOKBACK_DAYS } = config;
  const markets = new MarketStore(database);
  const all = await markets.trackedSeries(exchange, HISTORICAL_TIMEFRAME);
  const known = await knownCoverage(database, all, facts, lookbacksOf(config));
  const days = HISTORICAL_LOOKBACK_DAYS + 1;
  const todayMs = floorTo(Date.now(), DAY_MS);
  const fromMs = todayMs - HISTORICAL_LOOKBACK_DAYS * DAY_MS;
  const tracked = await markets.tracked(exchange);
  const seriesOf = ({ id, delistedAtMs }: StoredMarket) =>
    known
      .filter(({ series }) => series.market.id === id)
      .map(({ series, pieces }) => ({
        series: seriesInMarket(series.key),
        days: dayLetters(
          pieces,
          fromMs,
          days,
          delistedAtMs !== undefined,
          todayMs - lookbackDaysOf(series.key.kind, lookbacksOf(config)) * DAY_MS,
        ),
      }));
  return {
    exchange,
    fromMs,
    days,
    total: tracked.length,
    markets: tracked.map((market) => {
      const series = seriesOf(market);
      const letters = (kind: SeriesKind) =>
        series.find((one) => one.series.kind === kind)?.days ??
        dayLetters([], fromMs, days, market.delistedAtMs !== undefined);
      return {
        symbol: market.symbol,
        nativeId: market.nativeId,
        rank: market.rank ?? null,
        candles: letters('candles'),
        funding: letters('funding'),
        series,
      };
    }),
  };
}
