import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import { planWindows } from '@fullcarry/domain/plan';
import type { SeriesKey } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { candleWindowMs } from './read-candles.js';
import { settlementWindowMs } from './read-settlements.js';
import type { TrackedSeries } from './tracked-series.js';

/**
 * So many series are fetched side by side: enough for all connections to PostgreSQL, where the pages of one
 * series wait for each other, and so few that the first are proven while the last are fetched.
 */
const SERIES_AT_ONCE = 6;

/** No more windows of a series stand before those of the others: it may be one that keeps failing. */
const WINDOWS_AT_ONCE = 100;

/**
 * Returns the jobs that bring the series up to what is wanted: of each series the newest windows first, and
 * the first markets before the last ones.
 *
 * `exchangeNowMs` is the exchange's time of the plan, `localNowMs` the clock that gaps wait by.
 */
export function planJobs(
  tracked: readonly TrackedSeries[],
  exchange: Exchange,
  exchangeNowMs: number,
  localNowMs: number,
): JobFetch[] {
  const queues = tracked.map((one) =>
    planWindows(one, pageMs(one, exchange), localNowMs).map((window): JobFetch => ({
      v: 1,
      exchange: exchange.id,
      symbol: one.series.market.symbol,
      series: seriesOf(one.series.key),
      window: { fromMs: window.fromMs, toMs: window.toMs },
      purpose: window.purpose,
      plannedAtMs: Math.round(exchangeNowMs),
      wantedToMs: one.wanted.toMs,
    })),
  );
  const rounds = Array.from({ length: Math.ceil(longest(queues) / WINDOWS_AT_ONCE) }, (_, round) =>
    queues.map((queue) => queue.slice(round * WINDOWS_AT_ONCE, (round + 1) * WINDOWS_AT_ONCE)),
  );
  return rounds.flatMap((round) => inPieces(round, SERIES_AT_ONCE).flatMap(inTurns));
}

/** The first of each queue, then the second of each, and so on. */
function inTurns(queues: readonly (readonly JobFetch[])[]): JobFetch[] {
  return Array.from({ length: longest(queues) }, (_, turn) =>
    queues.flatMap((queue) => queue[turn] ?? []),
  ).flat();
}

function inPieces<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces = Math.ceil(items.length / size);
  return Array.from({ length: pieces }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function longest(queues: readonly (readonly unknown[])[]): number {
  return Math.max(0, ...queues.map((queue) => queue.length));
}

/** The widest window that one request answers. */
export function pageMs(one: TrackedSeries, exchange: Exchange): number {
  const { key } = one.series;
  return key.kind === 'candles'
    ? candleWindowMs(exchange, key.timeframe)
    : settlementWindowMs(exchange, one.stepMs);
}

export function seriesOf(key: SeriesKey): JobFetch['series'] {
  return key.kind === 'candles' ? { kind: key.kind, timeframe: key.timeframe } : { kind: key.kind };
}
