import type { Gap, GapStatus } from '@fullcarry/domain/completeness/judge/gap';
import { ArchiveFileStore } from '@fullcarry/history/archive/archive-file-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { marketsNamed, marketsOf } from '../database/find-market.js';
import { seriesInMarket } from '@fullcarry/domain/series';
import { seriesLabel } from '../database/series-label.js';
import { countText, many } from '../output/count-text.js';
import { minuteText } from '../output/instant.js';
import { textTable } from '../output/text-table.js';

export interface KnownGap {
  readonly series: StoredSeries;
  readonly gap: Gap;
}

export interface GapFilter {
  readonly symbol: string | undefined;
  readonly exchange: string | undefined;
  readonly status: GapStatus | undefined;
}

/** A file of an exchange's archive that was not believed. */
export interface RefusedFile {
  readonly series: StoredSeries;
  readonly path: string;
  /** Of a contradiction: who said what. */
  readonly reason: string;
}

/** The files that the API contradicts, or that contradict themselves. Errors: as `readGaps`. */
export async function readRefusedFiles(
  database: Database,
  filter: Omit<GapFilter, 'status'>,
): Promise<RefusedFile[]> {
  const chosen = await chosenSeries(database, filter);
  const files = await new ArchiveFileStore(database).files(chosen.map(({ id }) => id));
  return chosen.flatMap((series) =>
    (files.get(series.id) ?? [])
      .filter(({ outcome }) => outcome === 'refused')
      .map(({ path, reason }) => ({ series, path, reason })),
  );
}

async function chosenSeries(
  database: Database,
  { symbol, exchange }: Omit<GapFilter, 'status'>,
): Promise<StoredSeries[]> {
  const all = await new MarketStore(database).allSeries();
  const markets =
    symbol === undefined ? marketsOf(all, exchange) : marketsNamed(all, symbol, exchange);
  const ids = new Set(markets.map(({ id }) => id));
  return all.filter(({ market }) => ids.has(market.id));
}

/** Every gap that the filter lets through, by market and time. Errors: UsageError for an unknown symbol or exchange. */
export async function readGaps(database: Database, filter: GapFilter): Promise<KnownGap[]> {
  const chosen = await chosenSeries(database, filter);
  const gaps = await new CompletenessStore(database).gaps(chosen.map(({ id }) => id));
  return chosen.flatMap((series) =>
    (gaps.get(series.id) ?? [])
      .filter((gap) => filter.status === undefined || gap.status === filter.status)
      .map((gap) => ({ series, gap })),
  );
}

export function gapsText(gaps: readonly KnownGap[]): string {
  if (gaps.length === 0) return 'No gaps.\n';
  const table = textTable(
    [
      { head: 'exchange', align: 'left' },
      { head: 'market', align: 'left' },
      { head: 'series', align: 'left' },
      { head: 'from (UTC)', align: 'left' },
      { head: 'to (UTC)', align: 'left' },
      { head: 'status', align: 'left' },
      { head: 'rows', align: 'right' },
      { head: 'checks', align: 'right' },
      { head: 'next try (UTC)', align: 'left' },
      { head: 'evidence', align: 'left' },
    ],
    gaps.map(({ series, gap }) => [
      series.market.exchange,
      series.market.nativeId,
      seriesLabel(series.key),
      minuteText(gap.fromMs),
      minuteText(gap.toMs),
      gap.status,
      countText(gap.rowsExpected),
      countText(gap.observations),
      gap.status === 'missing' ? minuteText(gap.nextTryAtMs) : '–',
      gap.evidence,
    ]),
  );
  const missing = gaps.filter(({ gap }) => gap.status === 'missing').length;
  return `${table}\n${many(gaps.length, 'gap')}, ${countText(missing)} of them missing\n`;
}

/** Nothing where every file was believed, or none was read. */
export function refusedText(files: readonly RefusedFile[]): string {
  if (files.length === 0) return '';
  const lines = files.map(({ path, reason }) => `${path}: ${reason}\n`);
  return `\nNot believed of the archive, and asked of the API instead:\n${lines.join('')}`;
}

export function gapsJson(gaps: readonly KnownGap[]) {
  return gaps.map(({ series, gap }) => ({
    exchange: series.market.exchange,
    symbol: series.market.symbol,
    nativeId: series.market.nativeId,
    source: series.market.source,
    series: seriesInMarket(series.key),
    from: new Date(gap.fromMs).toISOString(),
    to: new Date(gap.toMs).toISOString(),
    ...gap,
  }));
}
