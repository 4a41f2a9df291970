import { seriesSha256, type Piece } from '@fullcarry/domain/completeness/proof/certificate';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import { holds, type TimeWindow } from '@fullcarry/domain/time-window';
import { archiveWitness } from '@fullcarry/history/archive/witnesses';
import type { Reads } from '@fullcarry/history/database/database';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { StoredCertificate } from '@fullcarry/history/proof/certificate-store';
import { rowBounds } from '@fullcarry/history/rows/series-rows';
import { settlementTimes } from '@fullcarry/history/rows/series-rows';
import { unprovenStretches } from '../../export/export-range.js';
import type { ManifestSeries } from '../layout/manifest.js';
import { pieceLine } from '../layout/piece-line.js';
import { isProven } from './choose-exported.js';
import type { SeriesFacts } from './stored-facts.js';

/**
 * What the manifest says of a series whose rows in the window were written as `pieces`.
 *
 * Errors: Error when the series is proven and the rows are not those of its certificate.
 */
export async function manifestSeries(
  database: Reads,
  facts: SeriesFacts,
  written: {
    readonly window: TimeWindow;
    readonly file: string;
    readonly pieces: readonly Piece[];
  },
  nowMs: number,
): Promise<ManifestSeries> {
  const { series, issued, gaps, coverage, runs } = facts;
  const { key, market } = series;
  const { window, pieces } = written;
  const isTheirs = issued?.certificate.sha256 === seriesSha256(pieces, sha256);
  if (isProven(facts) && !isTheirs) {
    throw new Error(
      `The rows of ${seriesName(key)} are not those of its certificate. A fetcher at work proves them anew within a minute: export again then, or see the command verify`,
    );
  }
  return {
    name: seriesName(key),
    exchange: key.exchange,
    symbol: key.symbol,
    nativeId: series.spotNativeId ?? market.nativeId,
    listing: market.listing,
    kind: key.kind,
    timeframe: hasCandles(key) ? key.timeframe : null,
    assetClass: market.assetClass ?? null,
    source: market.source,
    tracked: market.tracked && series.isTracked,
    listedAtMs: market.listedAtMs ?? null,
    delistedAtMs: market.delistedAtMs ?? null,
    file: written.file,
    window,
    proven: isProven(facts),
    certificate: issued && isTheirs ? certificateEntry(issued) : null,
    witnesses: witnessesOf(facts),
    unproven: isProven(facts)
      ? []
      : unprovenStretches(series, { wanted: window, coverage, gaps }, nowMs),
    evidence: {
      gaps: [...gaps],
      announced: [...runs],
      stored: (await rowBounds(database, series)) ?? null,
      settledOutsideMs: hasCandles(key)
        ? []
        : (await settlementTimes(database, series.id)).filter((atMs) => !holds(window, atMs)),
    },
    pieces: pieces.map(pieceLine),
  };
}

function witnessesOf({ archived }: SeriesFacts): ManifestSeries['witnesses'] {
  const archive = archiveWitness(archived);
  if (!archive) return [{ kind: 'api' }];
  const { files, rows, refused } = archive;
  return [{ kind: 'api' }, { kind: 'archive', files, rows, refused: refused.length }];
}

function certificateEntry({ certificate, issuedAtMs }: StoredCertificate) {
  const { window: _window, firstRowAtMs, lastRowAtMs, ...counts } = certificate;
  return {
    ...counts,
    firstRowAtMs: firstRowAtMs ?? null,
    lastRowAtMs: lastRowAtMs ?? null,
    issuedAtMs,
  };
}
