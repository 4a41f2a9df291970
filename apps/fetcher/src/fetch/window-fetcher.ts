import type { JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { latenessOf } from '@fullcarry/domain/completeness/schedule/grace';
import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { SeriesRows } from '@fullcarry/history/rows/series-rows';
import { storeAnswer, type Stored } from '@fullcarry/history/rows/store-answer';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { isDeepStrictEqual } from 'node:util';
import type { PageReader } from './page-reader.js';
import { readCandles } from './read-candles.js';
import { readSettlements } from './read-settlements.js';

/** Checked rows in ascending order, and the window in which they are all that the exchange has. */
interface SeriesReading {
  readonly asked: TimeWindow;
  readonly content: SeriesRows;
}

/** Reads a window, and stores what may be believed of it in one transaction. */
export class WindowFetcher {
  private readonly markets: MarketStore;

  constructor(
    private readonly pages: PageReader,
    private readonly database: Database,
    private readonly confirmMs: number,
    private readonly logger: Logger,
    private readonly clock: () => number,
  ) {
    this.markets = new MarketStore(database);
  }

  /**
   * Errors: DataIntegrityError when the answer contradicts too much of what is proven; TransientError when two answers
   * disagree about rows that stand without proof.
   */
  async fetch(job: JobFetch, series: StoredSeries, window: TimeWindow): Promise<void> {
    const fields = { series: seriesName(series.key), purpose: job.purpose, ...window };
    const stored = await this.readAndStore(job, series, window);
    if (job.purpose === 'scrub') await this.noteScrubbed(job, series);
    switch (stored.kind) {
      case 'refused':
        throw new DataIntegrityError('The answer contradicts too many proven rows', {
          ...fields,
          rows: stored.refused,
        });
      case 'doubtful':
        throw new TransientError('Two answers disagree about rows that stand without proof', {
          ...fields,
          rows: stored.doubted,
        });
      case 'stored':
        this.logStored(stored, fields);
    }
  }

  /** What stands without proof and is another in the answer is read a second time before it is believed. */
  private async readAndStore(
    job: JobFetch,
    series: StoredSeries,
    window: TimeWindow,
  ): Promise<Stored> {
    // A row that is due for less than this may still be on its way.
    const { dueAfterMs, graceMs } = latenessOf(series.key);
    const read = () => readWindow(this.pages, series, window, job.wantedToMs);
    const store = (reading: SeriesReading, isAgreed: boolean) =>
      storeAnswer(
        this.database,
        {
          series,
          source: this.pages.exchange.source(),
          window,
          ...reading,
          purpose: job.purpose,
          pendingFromMs: job.plannedAtMs - dueAfterMs - graceMs,
          isAgreed,
        },
        { nowMs: this.clock(), confirmMs: this.confirmMs },
      );
    const reading = await read();
    const stored = await store(reading, false);
    if (stored.kind !== 'doubtful') return stored;
    const again = await read();
    return isDeepStrictEqual(again, reading) ? store(again, true) : stored;
  }

  private logStored(
    { claims, revised }: Extract<Stored, { kind: 'stored' }>,
    fields: object,
  ): void {
    if (claims > 0) {
      this.logger.warn(
        { ...fields, claims },
        'Rows differ from proven ones; nothing is changed until another answer says the same',
      );
    }
    if (revised > 0) {
      this.logger.warn(
        { ...fields, revised },
        'Rows are different now; what they were is kept as revisions',
      );
    }
  }

  private async noteScrubbed(job: JobFetch, series: StoredSeries): Promise<void> {
    const isLast = job.window.toMs >= job.wantedToMs;
    await this.markets.setScrub(
      series.id,
      isLast ? undefined : job.window.toMs,
      isLast ? this.clock() : undefined,
    );
  }
}

/** Reads a window of a series of any kind; `endMs`: the end of what existed when it was planned. */
async function readWindow(
  pages: PageReader,
  series: StoredSeries,
  window: TimeWindow,
  endMs: number,
): Promise<SeriesReading> {
  const known = { ...series.market, ...lifeOf(series), endMs };
  if (hasCandles(series.key)) {
    const { asked, rows } = await readCandles(pages, series.key, window, known);
    return { asked, content: { kind: 'candles', rows } };
  }
  const { asked, rows } = await readSettlements(pages, window, known);
  return { asked, content: { kind: 'funding', rows } };
}
