import { seriesInMarket } from '@fullcarry/domain/series';
import type { SeriesStatus, Status } from './read-status.js';

/** The status for programs: null is unknown, times are epoch milliseconds. */
export function statusJson(status: Status, database: string) {
  return {
    v: 1,
    database,
    exchanges: status.exchanges.map(({ exchange, dataset }) => ({
      exchange,
      datasetSha256: dataset?.sha256 ?? null,
      issuedAtMs: dataset?.issuedAtMs ?? null,
    })),
    markets: status.markets.map(({ market, series, rateMatch }) => ({
      exchange: market.exchange,
      symbol: market.symbol,
      nativeId: market.nativeId,
      source: market.source,
      tracked: market.tracked,
      rank: market.rank ?? null,
      listedAtMs: market.listedAtMs ?? null,
      delistedAtMs: market.delistedAtMs ?? null,
      spot: market.spot ?? null,
      rateMatch: rateMatch ? { ...rateMatch, share: rateMatch.share ?? null } : null,
      series: series.map(oneSeries),
    })),
  };
}

function oneSeries(one: SeriesStatus) {
  const { certificate } = one;
  return {
    ...seriesInMarket(one.key),
    state: one.state,
    ...(one.spotNativeId !== undefined && { spotNativeId: one.spotNativeId }),
    window: certificate?.window ?? null,
    firstRowAtMs: certificate?.firstRowAtMs ?? null,
    lastRowAtMs: certificate?.lastRowAtMs ?? null,
    expected: certificate?.expected ?? null,
    present: certificate?.present ?? null,
    confirmedEmpty: certificate?.confirmedEmpty ?? null,
    missing: certificate?.missing ?? null,
    sha256: certificate?.sha256 ?? null,
    rowsStored: one.rowsStored,
    revisions: one.revisions,
    lastSyncAtMs: one.lastSyncAtMs ?? null,
    scrubbedAtMs: one.scrubbedAtMs ?? null,
    archive: one.archive ?? null,
  };
}
