import type { CoverageRoute } from '@fullcarry/contracts/http/coverage-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import type { StoredMarket } from '@fullcarry/history/stored-series';
import type { GatewayConfig } from '../config.js';
import type { ExchangeView } from '../exchange-view.js';
import { dayLetters } from './day-letters.js';
import { knownCoverage, type KnownSeries } from './known-coverage.js';

/** Every tracked market by rank, one letter a UTC day of the look-back, today included. */
export async function heatMap(
  database: Database,
  { exchange, facts }: ExchangeView,
  config: GatewayConfig,
): Promise<ReplyOf<typeof CoverageRoute>> {
  const { HISTORICAL_TIMEFRAME, HISTORICAL_LOOKBACK_DAYS } = config;
  const markets = new MarketStore(database);
  const all = await markets.trackedSeries(exchange, HISTORICAL_TIMEFRAME);
  const known = await knownCoverage(database, all, facts, HISTORICAL_LOOKBACK_DAYS);
  const days = HISTORICAL_LOOKBACK_DAYS + 1;
  const fromMs = floorTo(Date.now(), DAY_MS) - HISTORICAL_LOOKBACK_DAYS * DAY_MS;
  const tracked = await markets.tracked(exchange);
  const letters = ({ id, delistedAtMs }: StoredMarket, kind: 'candles' | 'funding') =>
    dayLetters(piecesOf(known, id, kind), fromMs, days, delistedAtMs !== undefined);
  return {
    exchange,
    fromMs,
    days,
    total: tracked.length,
    markets: tracked.map((market) => ({
      symbol: market.symbol,
      nativeId: market.nativeId,
      rank: market.rank ?? null,
      candles: letters(market, 'candles'),
      funding: letters(market, 'funding'),
    })),
  };
}

function piecesOf(known: readonly KnownSeries[], marketId: number, kind: 'candles' | 'funding') {
  return (
    known.find(({ series }) => series.market.id === marketId && series.key.kind === kind)?.pieces ??
    []
  );
}
