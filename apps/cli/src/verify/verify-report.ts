import { seriesName } from '@fullcarry/domain/series';
import { many } from '../output/count-text.js';
import { seriesInMarket } from '@fullcarry/domain/series';
import { textTable } from '../output/text-table.js';
import type { DatasetCheck } from './verify-dataset.js';
import { differingParts, type SeriesVerdict } from './verify-series.js';

export interface Report {
  readonly series: SeriesVerdict;
  readonly datasets: readonly DatasetCheck[];
}

/** Nothing differs, and there was something that could. */
export function isVerified({ series, datasets }: Report): boolean {
  return (
    series.checked > 0 && series.differences.length === 0 && datasets.every((one) => one.agrees)
  );
}

export function reportText(report: Report): string {
  const { series, datasets } = report;
  if (series.checked === 0) return 'No certificate was issued yet: nothing is proven here.\n';
  const rows = series.differences.flatMap((one) =>
    differingParts(one.stored, one.recomputed).map((part) => [
      seriesName(one.series.key),
      part.what,
      part.stored,
      part.recomputed,
    ]),
  );
  for (const one of datasets.filter(({ agrees }) => !agrees)) {
    rows.push([one.exchange, 'dataset', one.stored ?? 'none', one.recomputed ?? 'none']);
  }
  const table = textTable(
    [
      { head: 'series', align: 'left' },
      { head: 'what differs', align: 'left' },
      { head: 'certificate', align: 'left' },
      { head: 'recomputed', align: 'left' },
    ],
    rows,
  );
  return [
    rows.length > 0 ? `${table}\n` : '',
    summary(series),
    ...datasets.map(datasetLine),
    series.uncertified.length > 0
      ? `${many(series.uncertified.length, 'series', 'series')} without a certificate yet: nothing was proven of them so far (the command status lists them)\n`
      : '',
    verdict(report),
  ].join('');
}

/** The last line says how it ended. */
function verdict(report: Report): string {
  return isVerified(report)
    ? 'Verified: every certificate agrees with its rows.\n'
    : 'NOT VERIFIED: see what differs above.\n';
}

function summary({ checked, differences }: SeriesVerdict): string {
  const recomputed = `${many(checked, 'certificate')} recomputed from the rows`;
  return differences.length === 0
    ? `${recomputed}: all agree\n`
    : `${recomputed}: ${many(differences.length, 'series', 'series')} differ\n`;
}

function datasetLine({ exchange, stored, agrees }: DatasetCheck): string {
  if (stored === undefined) {
    return `${exchange}: no dataset certificate, since not every tracked series is proven\n`;
  }
  return `${exchange}: the dataset certificate ${stored} ${agrees ? 'agrees' : 'DIFFERS'}\n`;
}

export function reportJson(report: Report, database: string) {
  const { series, datasets } = report;
  return {
    v: 1,
    database,
    verified: isVerified(report),
    seriesChecked: series.checked,
    differences: series.differences.map(({ series: of, stored, recomputed }) => ({
      exchange: of.market.exchange,
      symbol: of.market.symbol,
      series: seriesInMarket(of.key),
      window: stored.window,
      parts: differingParts(stored, recomputed),
    })),
    datasets: datasets.map((one) => ({
      exchange: one.exchange,
      stored: one.stored ?? null,
      recomputed: one.recomputed ?? null,
      agrees: one.agrees,
    })),
    uncertified: series.uncertified,
  };
}
