import { many } from '../../output/count-text.js';
import type { HistoryNews } from './follow-history.js';

/** A line is to be read. */
const MOST_NAMES = 20;

/** A change in a running stack as one line, with the exchange where there are several; undefined for no change. */
export function newsLine(news: HistoryNews, isOfSeveral: boolean): string | undefined {
  const line = textOf(news);
  if (line === undefined || !isOfSeveral) return line;
  return `${exchangeOf(news)}: ${line}`;
}

export function exchangeOf(news: HistoryNews): string {
  switch (news.kind) {
    case 'progress':
      return news.progress.exchange;
    case 'ready':
      return news.ready.exchange;
    case 'degraded':
      return news.degraded.exchange;
    case 'synced':
      return news.synced.exchange;
  }
}

function textOf(news: HistoryNews): string | undefined {
  if (news.kind === 'synced') {
    const { rowsAdded, rowsRevised, series, seriesTotal = series.length } = news.synced;
    const revised = rowsRevised > 0 ? `, ${many(rowsRevised, 'row')} revised` : '';
    return `in sync: ${many(rowsAdded, 'row')} added in ${many(seriesTotal, 'series', 'series')}${revised}`;
  }
  if (news.kind === 'degraded') {
    const { series, seriesTotal = series.length } = news.degraded;
    if (seriesTotal === 0) return 'all series are proven again';
    const rows = news.degraded.missingTotal ?? series.reduce((sum, one) => sum + one.missing, 0);
    const names = series
      .slice(0, MOST_NAMES)
      .map((one) => `${one.nativeId} ${one.series.kind}`)
      .join(', ');
    const rest = seriesTotal - Math.min(series.length, MOST_NAMES);
    const others = rest > 0 ? ` and ${many(rest, 'more series', 'more series')}` : '';
    return `degraded: ${many(rows, 'row')} missing in ${names}${others}; being repaired, see the command gaps`;
  }
  return undefined;
}
