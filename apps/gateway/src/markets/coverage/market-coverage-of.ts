import type { MarketCoverage } from '@fullcarry/contracts/http/market/market-coverage-route';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { readRateMatch } from '@fullcarry/history/markets/read-rate-match';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { lookbacksOf, type GatewayConfig } from '../../config.js';
import type { ExchangeView } from '../../exchange-view.js';
import { findMarket } from '../find-market.js';
import { knownCoverage } from './known-coverage.js';
import { seriesSummaryOf } from './series-summary-of.js';

/** What of one market is proven, what is missing, and why it is believed. Errors: HttpFault 404. */
export async function marketCoverageOf(
  database: Database,
  { exchange, facts }: ExchangeView,
  config: GatewayConfig,
  name: string,
): Promise<MarketCoverage> {
  const { market, series } = await findMarket(database, exchange, name);
  const certificates = await new CertificateStore(database).all();
  const revisions = await new CompletenessStore(database).revisions(series.map(({ id }) => id));
  const known = await knownCoverage(database, series, facts, lookbacksOf(config));
  const match = await readRateMatch(database, series, certificates);
  const progress = facts.markets.get(market.symbol)?.fact;
  return {
    exchange: market.exchange,
    symbol: market.symbol,
    nativeId: market.nativeId,
    source: market.source,
    tracked: market.tracked,
    listedAtMs: market.listedAtMs ?? null,
    delistedAtMs: market.delistedAtMs ?? null,
    rateMatch: match ? { ...match, share: match.share ?? null } : null,
    series: known.map(({ series: one, window, pieces, gaps }) => {
      const issued = certificates.get(one.id);
      return {
        summary: seriesSummaryOf(one, issued?.certificate, progress),
        spotNativeId: one.spotNativeId ?? null,
        window,
        pieces: [...pieces],
        gaps: [...gaps],
        revisions: revisions.get(one.id) ?? 0,
        certificateIssuedAtMs: issued?.issuedAtMs ?? null,
      };
    }),
  };
}
