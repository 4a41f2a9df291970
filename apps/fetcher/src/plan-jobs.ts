import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import { planWindows } from '@fullcarry/domain/plan';
import type { SeriesKey } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { candleWindowMs } from './read-candles.js';
import { settlementWindowMs } from './read-settlements.js';
import type { TrackedSeries } from './tracked-series.js';

/**
 * Returns the jobs that bring the series up to what is wanted, newest windows first and the markets taking
 * turns, so that no pair waits for another.
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
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue[turn] ?? []),
  ).flat();
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
