import type { SeriesSummary } from '@fullcarry/contracts/http/market/series-summary';
import type { MarketProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { isSameSeries, seriesInMarket } from '@fullcarry/domain/series';

/** How complete a series is: by its certificate, or by what the fetcher says while there is none yet. */
export function seriesSummaryOf(
  series: StoredSeries,
  certificate: Certificate | undefined,
  progress: MarketProgress | undefined,
): SeriesSummary {
  const about = {
    series: seriesInMarket(series.key),
    lastSyncAtMs: series.lastSyncAtMs ?? null,
    scrubbedAtMs: series.scrubbedAtMs ?? null,
  };
  if (certificate) {
    const { expected, present, confirmedEmpty, missing, sha256 } = certificate;
    return {
      ...about,
      completeness: share(expected - missing, expected),
      expected,
      present,
      confirmedEmpty,
      missing,
      firstRowAtMs: certificate.firstRowAtMs ?? null,
      lastRowAtMs: certificate.lastRowAtMs ?? null,
      sha256,
    };
  }
  const reported = progress?.series.find((one) => isSameSeries(one.series, series.key));
  return {
    ...about,
    completeness: reported ? share(reported.rowsDone, reported.rowsTotal) : null,
    expected: reported?.rowsTotal ?? null,
    present: reported?.rowsDone ?? null,
    confirmedEmpty: null,
    missing: reported?.missing ?? null,
    firstRowAtMs: null,
    lastRowAtMs: null,
    sha256: null,
  };
}

/** Of nothing that is due everything is there. */
function share(done: number, due: number): number {
  return due > 0 ? Math.min(1, Math.max(0, done / due)) : 1;
}
