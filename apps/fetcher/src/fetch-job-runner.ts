import { seriesKeyOf, type JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import { candlesDue } from '@fullcarry/domain/candle-grid';
import { DataIntegrityError, PermanentError, TransientError } from '@fullcarry/domain/errors';
import { failedWindow } from '@fullcarry/domain/failed-window';
import { LONGEST_FUNDING_INTERVAL_MS } from '@fullcarry/domain/funding-schedule';
import type { Gap } from '@fullcarry/domain/gap';
import { seriesName } from '@fullcarry/domain/series';
import { overlap, subtractWindows, within, type TimeWindow } from '@fullcarry/domain/time-window';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import { savePage } from '@fullcarry/history/save-page';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Logger } from '@fullcarry/platform/create-logger';
import type { JobEnd } from './job-queue.js';
import { judgeSightings } from './judge-sightings.js';
import type { PageReader } from './page-reader.js';
import { evidenceOf } from './patience.js';
import { readWindow, rowsOutside, type SeriesReading } from './read-window.js';

/** The longest wait of a window that went back to the queue. */
const LONGEST_PUT_BACK_MS = 5 * 60_000;

/** Where asking again soon won't help, the first wait is this many times the usual one. */
const LONG_WAITS = 30;

export interface GapPolicy {
  /** Two looks at a hole closer together than this count as one. */
  readonly confirmMs: number;
  /** The first wait of a window that was put back or failed; doubled each time. */
  readonly retryBaseMs: number;
}

/** Turns jobs into proven rows: reads a window, and stores its rows and coverage in one transaction. */
export class FetchJobRunner {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;

  constructor(
    private readonly pages: PageReader,
    private readonly database: Database,
    private readonly policy: GapPolicy,
    private readonly logger: Logger,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  /**
   * Fetches what of the job's window is still unproven. A window that can't be had now goes back to the
   * queue; one that is refused or contradicts itself is closed with the reason and tried again much
   * later, while the other markets go on. When the exchange refuses everything, that says nothing about
   * this market: the window goes back to the queue, with long waits.
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
    for (const window of await this.unprovenPartOf(job, series)) {
      const end = await this.fetchOrClose(job, series, window, deliveries);
      if (end.kind === 'later') return end;
    }
    return { kind: 'done' };
  }

  /** What was covered since the job was queued is not asked for again; a scrub reads all of it. */
  private async unprovenPartOf(job: JobFetch, series: StoredSeries): Promise<TimeWindow[]> {
    if (job.purpose === 'scrub') return [job.window];
    const coverage = await this.completeness.coverage([series.id]);
    return subtractWindows([job.window], coverage.get(series.id) ?? []);
  }

  private async fetchOrClose(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    deliveries: number,
  ): Promise<JobEnd> {
    try {
      const reading = await readWindow(this.pages, series, window, job.wantedToMs);
      await this.store(job, series, window, reading);
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof TransientError) return this.putBack(job, error, deliveries, 1);
      if (error instanceof PermanentError && error.context['scope'] === 'exchange') {
        return this.putBack(job, error, deliveries, LONG_WAITS);
      }
      if (error instanceof PermanentError || error instanceof DataIntegrityError) {
        await this.close(job, series, window, error);
        return { kind: 'done' };
      }
      throw error;
    }
  }

  private async store(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    { content, sightings }: SeriesReading,
  ): Promise<void> {
    const nowMs = Date.now();
    const known = {
      gaps: await this.gapsOf(series),
      coverage: (await this.completeness.coverage([series.id])).get(series.id) ?? [],
    };
    const look = { job, window, nowMs, confirmMs: this.policy.confirmMs };
    const { gaps, replaced, vanished } = judgeSightings(look, sightings, known);
    for (const hole of vanished) {
      this.logger.warn(
        { series: seriesName(series.key), purpose: job.purpose, ...hole },
        'The exchange no longer gives rows that are stored; they are kept',
      );
    }
    const open = gaps.filter((gap) => gap.status === 'missing');
    // A row that was read along and fills a gap elsewhere is left to the look at that gap, which ends it.
    const elsewhere = known.gaps.filter((gap) => !overlap(gap, window));
    const saved = await savePage(this.database, {
      seriesId: series.id,
      content: rowsOutside(content, elsewhere),
      coverage: subtractWindows([window], open),
      gapsWithin: replaced,
      gaps,
      observedAtMs: nowMs,
      foundBy: job.purpose,
    });
    if (job.purpose === 'scrub') await this.noteScrubbed(job, series, nowMs);
    if (saved.revised > 0) {
      this.logger.warn(
        { series: seriesName(series.key), purpose: job.purpose, revised: saved.revised, ...window },
        'Rows came back different; what they were is kept as revisions',
      );
    }
  }

  private async noteScrubbed(job: JobFetch, series: StoredSeries, nowMs: number): Promise<void> {
    const isLast = job.window.toMs >= job.wantedToMs;
    await this.markets.setScrub(
      series.id,
      isLast ? undefined : job.window.toMs,
      isLast ? nowMs : undefined,
    );
  }

  private putBack(
    job: JobFetch,
    error: TransientError | PermanentError,
    deliveries: number,
    longer: number,
  ): JobEnd {
    const grown = longer * this.policy.retryBaseMs * 2 ** Math.min(deliveries - 1, 20);
    const waitMs = Math.round(Math.min(grown, LONGEST_PUT_BACK_MS) * (1 + Math.random()));
    this.logger.info(
      { symbol: job.symbol, ...job.window, deliveries, waitMs, ...evidenceOf(error) },
      'Window put back to the queue',
    );
    return { kind: 'later', waitMs };
  }

  private async close(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
    error: PermanentError | DataIntegrityError,
  ): Promise<void> {
    const evidence = evidenceOf(error);
    const known = await this.gapsOf(series);
    const reason = `${error.name}: ${error.message}`;
    const firstWaitMs = LONG_WAITS * this.policy.retryBaseMs;
    const gap = failedWindow(
      known,
      window,
      rowsDue(series, window),
      reason,
      Date.now(),
      firstWaitMs,
    );
    await savePage(this.database, {
      seriesId: series.id,
      content: { kind: 'candles', rows: [] },
      coverage: [],
      gapsWithin: window,
      gaps: job.purpose === 'scrub' ? known.filter((one) => within(one, window)) : [gap],
      observedAtMs: Date.now(),
      foundBy: job.purpose,
    });
    this.logger.error(
      { series: seriesName(series.key), ...window, nextTryAtMs: gap.nextTryAtMs, ...evidence },
      'Window closed: it can’t be had or believed; nothing of it was stored, it is tried again later',
    );
  }

  private async gapsOf(series: StoredSeries): Promise<readonly Gap[]> {
    return (await this.completeness.gaps([series.id])).get(series.id) ?? [];
  }
}

/** How many rows a window that could not be had owes; of funding at least, by the longest interval. */
function rowsDue({ key }: StoredSeries, window: TimeWindow): number {
  const stepMs = key.kind === 'candles' ? timeframeMs(key.timeframe) : LONGEST_FUNDING_INTERVAL_MS;
  return Math.max(1, candlesDue(window, stepMs));
}
