import { seriesKeyOf, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { candlesDue } from '@fullcarry/domain/completeness/schedule/candle-grid';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import {
  failedWindow,
  putOff,
  type FailureWaits,
} from '@fullcarry/domain/completeness/judge/failed-window';
import { USUAL_INTERVAL_MS } from '@fullcarry/domain/completeness/schedule/interval-history';
import { isToBeRechecked } from '@fullcarry/domain/completeness/judge/observe-hole';
import { readsCovered } from '@fullcarry/domain/completeness/plan';
import {
  DataIntegrityError,
  PermanentError,
  TransientError,
  type DomainError,
} from '@fullcarry/domain/errors';
import { hasCandles, isOfSpot, seriesName, type SeriesKey } from '@fullcarry/domain/series';
import {
  DAY_MS,
  MINUTE_MS,
  subtractWindows,
  within,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { putOffClaims } from '@fullcarry/history/proof/claim-rows';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { saveGaps } from '@fullcarry/history/rows/save-gap';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { JobEnd } from '@fullcarry/platform/bus/work-queue';
import type { PageReader } from './page-reader.js';
import { evidenceOf } from './retry-policy.js';
import { WindowFetcher } from './window-fetcher.js';

/** Where asking again soon won't help, the first wait is this many times the usual one. */
const LONG_WAITS = 30;

/** What could not be had is tried again at least this often, so that all is proven soon after the trouble ends. */
const LONGEST_WAIT_MS = 2 * MINUTE_MS;

export interface GapPolicy {
  /** Two observations of a hole closer together than this count as one. */
  readonly confirmMs: number;
  /** The first wait of a window that failed; doubled each time. */
  readonly retryBaseMs: number;
}

/** Turns jobs into stored rows, and into gaps where rows can't be had. */
export class FetchJobRunner {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly fetcher: WindowFetcher;

  constructor(
    pages: PageReader,
    private readonly database: Database,
    private readonly policy: GapPolicy,
    private readonly stopping: AbortSignal,
    private readonly logger: Logger,
    private readonly clock: () => number = Date.now,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
    this.fetcher = new WindowFetcher(pages, database, policy.confirmMs, logger, clock);
  }

  /**
   * Fetches what of the job's window is not covered yet; of what is asked for again all. A window that can't be had,
   * is refused or contradicts itself becomes a gap with the reason, and is tried again after growing waits, while
   * the other windows and markets go on. When the exchange refuses everything, that says nothing about this market:
   * the window goes back to the queue.
   *
   * `deliveries`: how often the job was handed out, this time included.
   */
  async run(job: JobFetch, deliveries: number): Promise<JobEnd> {
    const series = await this.markets.find(seriesKeyOf(job));
    if (!series) {
      this.logger.warn(
        { symbol: job.symbol },
        'A job for a series that is not in this database was dropped',
      );
      return { kind: 'done' };
    }
    if (isOfSpot(series.key.kind) && !series.market.spot) {
      this.logger.info(
        { symbol: job.symbol },
        'A job for a market that has no spot market any more was dropped',
      );
      return { kind: 'done' };
    }
    for (const window of await this.openPartOf(job, series)) {
      const end = await this.fetchOrClose(job, series, window, deliveries);
      if (end.kind === 'later') return end;
    }
    return { kind: 'done' };
  }

  /** What was covered since the job was queued is not asked for again; a gap is asked for whole, or not at all. */
  private async openPartOf(job: JobFetch, series: StoredSeries): Promise<TimeWindow[]> {
    if (readsCovered(job.purpose)) return [job.window];
    const coverage = await this.completeness.coverage([series.id]);
    const open = subtractWindows([job.window], coverage.get(series.id) ?? []);
    return job.purpose === 'gap' && open.length > 0 ? [job.window] : open;
  }

  private async fetchOrClose(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    deliveries: number,
  ): Promise<JobEnd> {
    try {
      await this.fetcher.fetch(job, series, window);
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof PermanentError && error.scope === 'exchange') {
        return this.putBack(job, error, deliveries);
      }
      const { retryBaseMs } = this.policy;
      if (error instanceof TransientError) {
        // What a stop cuts short is no failure of the market's.
        if (this.stopping.aborted) return { kind: 'later', waitMs: 0 };
        await this.closeWindow(job, series, window, error, {
          firstMs: 4 * retryBaseMs,
          longestMs: LONGEST_WAIT_MS,
        });
        return { kind: 'done' };
      }
      if (error instanceof PermanentError || error instanceof DataIntegrityError) {
        await this.closeWindow(job, series, window, error, {
          firstMs: LONG_WAITS * retryBaseMs,
          longestMs: DAY_MS,
        });
        return { kind: 'done' };
      }
      throw error;
    }
  }

  private putBack(job: JobFetch, error: PermanentError, deliveries: number): JobEnd {
    const grown = LONG_WAITS * this.policy.retryBaseMs * 2 ** Math.min(deliveries - 1, 20);
    const waitMs = Math.round(Math.min(grown, LONGEST_WAIT_MS) * (1 + Math.random()));
    this.logger.info(
      { symbol: job.symbol, ...job.window, deliveries, waitMs, ...evidenceOf(error) },
      'Window put back to the queue',
    );
    return { kind: 'later', waitMs };
  }

  /** What is proven stays proven whatever becomes of a second reading of it: that is had later. */
  private async putOff(
    { purpose }: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    error: DomainError,
  ): Promise<void> {
    this.logger.warn(
      { series: seriesName(series.key), purpose, ...window, ...evidenceOf(error) },
      'A second reading was not had or not believed; what is proven is kept',
    );
    const known = (await this.completeness.gaps([series.id])).get(series.id) ?? [];
    const nowMs = this.clock();
    const waitMs = Math.max(this.policy.confirmMs, LONGEST_WAIT_MS);
    await putOffClaims(this.database, series.id, window, nowMs + waitMs);
    for (const gap of known.filter((one) => within(one, window) && isToBeRechecked(one))) {
      await this.saveGap(series, putOff(gap, nowMs, waitMs));
    }
  }

  private async closeWindow(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    error: DomainError,
    waits: FailureWaits,
  ): Promise<void> {
    if (readsCovered(job.purpose)) return this.putOff(job, series, window, error);
    const fields = { series: seriesName(series.key), purpose: job.purpose, ...window };
    const known = (await this.completeness.gaps([series.id])).get(series.id) ?? [];
    const reason = `${error.name}: ${error.message}`;
    const nowMs = this.clock();
    const gap = failedWindow(known, window, rowsDue(series.key, window), reason, nowMs, waits);
    await this.saveGap(series, gap);
    const nextTry = { nextTryAtMs: gap.nextTryAtMs, ...evidenceOf(error) };
    this.logger[error instanceof TransientError ? 'warn' : 'error'](
      { ...fields, ...nextTry },
      'Window closed: it can’t be had or believed; nothing of it was stored, it is tried again later',
    );
  }

  private saveGap({ id }: StoredSeries, gap: Gap): Promise<void> {
    return saveGaps(this.database, { seriesId: id, gapsWithin: gap, gaps: [gap] });
  }
}

/** How many rows a window that could not be had owes; of funding at least, by the usual interval. */
function rowsDue(key: SeriesKey, window: TimeWindow): number {
  const stepMs = hasCandles(key) ? timeframeMs(key.timeframe) : USUAL_INTERVAL_MS;
  return Math.max(1, candlesDue(window, stepMs));
}
