import { seriesKeyOf, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import {
  fileAt,
  type ArchiveFile,
  type ArchivePeriod,
} from '@fullcarry/domain/completeness/archive/archive-file';
import { DataIntegrityError, DomainError, TransientError } from '@fullcarry/domain/errors';
import { hasCandles, seriesName, type CandleSeries } from '@fullcarry/domain/series';
import { PackedCandles } from '@fullcarry/domain/packed-candles';
import { subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Archive, PublishedFile } from '@fullcarry/exchange/archive/archive';
import { saveFile, type StoredFile } from '@fullcarry/history/archive/archive-file-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import pLimit from 'p-limit';
import pRetry from 'p-retry';
import type { JobEnd } from '@fullcarry/platform/bus/work-queue';
import type { PageReader } from '../fetch/page-reader.js';
import { evidenceOf } from '../fetch/retry-policy.js';
import { compareSample } from './archive-sample.js';
import type { ArchiveState } from './archive-state.js';
import { storeFileRows } from './store-file-rows.js';
import type { FileThread } from './thread/file-thread.js';

/**
 * So many files are had at once: a public service is not to be burdened, and each is held whole, up to a month of
 * minutes, until its rows are stored. Days are small, and take longer on the network than here.
 */
const FILES_AT_ONCE: Readonly<Record<ArchivePeriod, number>> = { month: 4, day: 8 };

/** A file that could not be had is asked for so often more before the archive is left alone. */
const MORE_TRIES = 3;

export interface ArchiveFetcherOptions {
  readonly confirmMs: number;
  /** The first wait before a file is asked for again; doubled each time. */
  readonly retryBaseMs: number;
}

/** A series of candles, as it is stored. */
interface Wanted {
  readonly series: StoredSeries;
  readonly key: CandleSeries;
  readonly file: ArchiveFile;
  readonly path: string;
}

/**
 * Turns files of an archive into stored rows, by the way of the API's pages. A file is believed as a whole or
 * not at all; where it is not, the reason is kept, and the API is asked for what it should have held.
 */
export class ArchiveFetcher {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private readonly limits = {
    month: pLimit(FILES_AT_ONCE.month),
    day: pLimit(FILES_AT_ONCE.day),
  };

  constructor(
    private readonly archive: Archive,
    private readonly state: ArchiveState,
    private readonly pages: PageReader,
    private readonly thread: FileThread,
    private readonly database: Database,
    private readonly options: ArchiveFetcherOptions,
    private readonly stopping: AbortSignal,
    private readonly logger: Logger,
    private readonly clock: () => number = Date.now,
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  /** Does a job that names a file. What it leaves undone is planned again, for the API or for the same file. */
  async run(job: JobFetch, period: ArchivePeriod): Promise<JobEnd> {
    const series = await this.markets.find(seriesKeyOf(job));
    if (!series || !hasCandles(series.key)) return { kind: 'done' };
    const { key } = series;
    const file = fileAt(period, job.window.fromMs);
    const path = this.archive.pathOf(series.market, key, file);
    await this.limits[period](() => this.fetch(job, { series, key, file, path }));
    return this.isStopping() ? { kind: 'later', waitMs: 0 } : { kind: 'done' };
  }

  private isStopping(): boolean {
    return this.stopping.aborted;
  }

  private async fetch(job: JobFetch, wanted: Wanted): Promise<void> {
    const { series, path } = wanted;
    if (this.isStopping() || this.state.isAway(path)) return;
    const windows = await this.openPartOf(job, series);
    if (windows.length === 0) return;
    try {
      const found = await this.ask(wanted);
      if (found) await this.compareAndStore(job, wanted, windows, found);
      else await this.save(wanted, { outcome: 'absent' });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (this.isStopping()) return;
      if (error instanceof DataIntegrityError) await this.refuse(wanted, reasonOf(error));
      else this.leave(wanted, error);
    }
  }

  /** What was had since the job was queued, and what the API answered with a hole, is not taken from the file. */
  private async openPartOf(job: JobFetch, { id }: StoredSeries): Promise<TimeWindow[]> {
    const coverage = (await this.completeness.coverage([id])).get(id) ?? [];
    const gaps = (await this.completeness.gaps([id])).get(id) ?? [];
    return subtractWindows([job.window], [...coverage, ...gaps]);
  }

  private ask({ series, key, file, path }: Wanted): Promise<PublishedFile | undefined> {
    return pRetry(() => this.archive.file(series.market, key, file), {
      retries: MORE_TRIES,
      minTimeout: this.options.retryBaseMs,
      factor: 2,
      randomize: true,
      signal: this.stopping,
      shouldRetry: ({ error }) => error instanceof TransientError && error.holdMs === undefined,
      onFailedAttempt: ({ error, attemptNumber }) => {
        this.logger.debug({ path, attemptNumber, ...evidenceOf(error) }, 'File not had');
      },
    }).catch((error: unknown) => {
      if (error instanceof TransientError && !this.isStopping()) this.away(error);
      throw error;
    });
  }

  private away(error: TransientError): void {
    if (!this.state.leaveAlone(error.holdMs)) return;
    this.logger.warn(
      evidenceOf(error),
      'The exchange’s archive gives no file: it is left alone for a while, and the API is asked instead',
    );
  }

  private async compareAndStore(
    job: JobFetch,
    wanted: Wanted,
    windows: readonly TimeWindow[],
    { sha256, ...published }: PublishedFile,
  ): Promise<void> {
    const { series, key, file, path } = wanted;
    const stepMs = timeframeMs(key.timeframe);
    const found = await this.thread.read({ file: published, window: file, stepMs, windows });
    const rows = new PackedCandles(found.rows);
    const sample = await compareSample(this.pages, series.market, key, { path, rows });
    if (!sample)
      return this.save(wanted, { outcome: 'used', sha256, reason: 'no row of it is due' });
    const sampled = sample.window;
    if (sample.contradiction !== undefined) {
      return this.refuse(wanted, sample.contradiction, { sha256, sampled });
    }
    await this.save(wanted, { outcome: 'begun', sha256, sampled });
    const many = await storeFileRows(this.thread, rows, {
      series,
      whole: found.whole,
      source: this.pages.exchange.source(),
      plannedAtMs: job.plannedAtMs,
      confirmMs: this.options.confirmMs,
      nowMs: this.clock,
      stopping: this.stopping,
    });
    await this.save(wanted, { outcome: 'used', sha256, sampled, rows: many });
    this.logger.debug({ series: seriesName(series.key), path, rows: many }, 'File stored');
  }

  private async refuse(
    wanted: Wanted,
    reason: string,
    more: Partial<StoredFile> = {},
  ): Promise<void> {
    await this.save(wanted, { ...more, outcome: 'refused', reason });
    this.logger.warn(
      { series: seriesName(wanted.series.key), path: wanted.path, reason },
      'A file of the exchange’s archive was refused: the API is asked for what it should hold',
    );
  }

  /** The exchange or its archive can't be asked now, which says nothing of the file. */
  private leave({ path }: Wanted, error: DomainError): void {
    this.state.putOff(path);
    this.logger.debug({ path, ...evidenceOf(error) }, 'A file was left alone for a while');
  }

  private save({ series, file, path }: Wanted, what: Partial<StoredFile>): Promise<void> {
    return saveFile(this.database, series.id, {
      outcome: 'used',
      sha256: undefined,
      rows: 0,
      sampled: undefined,
      reason: '',
      ...what,
      ...file,
      path,
      readAtMs: this.clock(),
    });
  }
}

/** The sentence, and the facts behind it in short. */
function reasonOf(error: DataIntegrityError): string {
  const facts = Object.entries(error.context).filter(([, value]) => value !== undefined);
  return [error.message, ...facts.map(([name, value]) => `${name} ${String(value)}`)].join('; ');
}
