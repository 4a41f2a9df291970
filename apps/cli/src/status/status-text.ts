import { countText, many } from '../output/count-text.js';
import { duration } from '../output/duration.js';
import { minuteText } from '../output/instant.js';
import { sourceLabel } from '../output/source-label.js';
import { textTable } from '../output/text-table.js';
import { seriesLabel } from '../database/series-label.js';
import type { ExchangeStatus, MarketStatus, SeriesStatus, Status } from './read-status.js';

const UNKNOWN = '–';

/** The status for people; times in UTC. `withTotals`: of each exchange, which says something only where all its markets are listed. */
export function statusText(
  { markets, exchanges }: Status,
  nowMs: number,
  withTotals: boolean,
): string {
  if (markets.length === 0) return 'No market was chosen yet: the fetcher has not run here.\n';
  const label = sourceLabel(markets.map(({ market }) => market.source));
  const table = textTable(
    [
      { head: 'exchange', align: 'left' },
      { head: 'market', align: 'left' },
      { head: 'series', align: 'left' },
      { head: 'state', align: 'left' },
      { head: 'first (UTC)', align: 'left' },
      { head: 'last (UTC)', align: 'left' },
      { head: 'expected', align: 'right' },
      { head: 'present', align: 'right' },
      { head: 'empty', align: 'right' },
      { head: 'missing', align: 'right' },
      { head: 'last sync', align: 'right' },
    ],
    markets.flatMap((market) => rowsOf(market, nowMs)),
  );
  return [
    ...(label === undefined ? [] : [`${label}\n`, '\n']),
    table,
    ...rateMatchLines(markets),
    ...(withTotals ? ['\n', ...exchanges.map((one) => exchangeText(one, markets))] : []),
  ].join('');
}

/** What the premium index makes of the settled rates, where it is kept. */
function rateMatchLines(markets: readonly MarketStatus[]): string[] {
  const lines = markets.flatMap(({ market, rateMatch }) => {
    if (!rateMatch) return [];
    const { compared, matching, research } = rateMatch;
    const takes = research === 'rebuilt' ? 'the rebuilt rate' : 'the last settled rate';
    return [
      `${market.exchange} ${market.nativeId}: ${matching} of ${many(compared, 'settlement')} rebuilt from the premium index to 1e-6; research takes ${takes}\n`,
    ];
  });
  return lines.length > 0 ? ['\n', ...lines] : [];
}

function rowsOf({ market, series }: MarketStatus, nowMs: number): string[][] {
  const name = market.tracked ? market.nativeId : `${market.nativeId} (dropped)`;
  return series.map((one) => {
    const { certificate } = one;
    const count = (n: number | undefined) => (n === undefined ? UNKNOWN : countText(n));
    return [
      market.exchange,
      name,
      seriesLabel(one.key),
      one.state,
      timeText(certificate?.firstRowAtMs),
      timeText(certificate?.lastRowAtMs),
      count(certificate?.expected),
      countText(certificate?.present ?? one.rowsStored),
      count(certificate?.confirmedEmpty),
      count(certificate?.missing),
      agoText(one, nowMs),
    ];
  });
}

function timeText(atMs: number | undefined): string {
  return atMs === undefined ? UNKNOWN : minuteText(atMs);
}

function agoText({ lastSyncAtMs }: SeriesStatus, nowMs: number): string {
  if (lastSyncAtMs === undefined) return 'never';
  return `${duration(Math.max(0, nowMs - lastSyncAtMs) / 1000)} ago`;
}

function exchangeText({ exchange, dataset }: ExchangeStatus, all: readonly MarketStatus[]): string {
  const own = all.filter(({ market }) => market.exchange === exchange);
  const tracked = own.filter(({ market }) => market.tracked).flatMap(({ series }) => series);
  const rows = own.flatMap(({ series }) => series).reduce((sum, one) => sum + one.rowsStored, 0);
  const proven = tracked.filter(({ state }) => state === 'proven').length;
  const counts = `${exchange}: ${proven} of ${many(tracked.length, 'tracked series', 'tracked series')} proven, ${many(rows, 'row')} stored`;
  const certificate = dataset
    ? `Dataset certificate ${dataset.sha256}, issued ${minuteText(dataset.issuedAtMs)} UTC`
    : 'No dataset certificate: it is issued when every tracked series is proven';
  return [counts, certificate, ...witnessText(own), ''].join('\n');
}

/** Who else than the API said the rows, and which files were not believed. */
function witnessText(markets: readonly MarketStatus[]): string[] {
  const archives = markets.flatMap(({ series }) => series.flatMap(({ archive }) => archive ?? []));
  if (archives.length === 0) return [];
  const files = archives.reduce((sum, one) => sum + one.files, 0);
  const rows = archives.reduce((sum, one) => sum + one.rows, 0);
  const refused = archives.flatMap((one) => one.refused);
  return [
    `Witnesses: the API, and ${many(files, 'file')} of the archive with ${many(rows, 'row')}, each compared with the API in a stretch`,
    ...refused.map(({ path, reason }) => `Not believed: ${path}: ${reason}`),
  ];
}
