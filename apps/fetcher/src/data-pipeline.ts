import type { DataState } from '@fullcarry/contracts/data-progress-v1';
import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import type { SyncReply } from '@fullcarry/contracts/order-data-sync-v1';
import { DomainError, TransientError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { BusUnavailableError } from '@fullcarry/platform/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/create-logger';
import { Wake } from '@fullcarry/platform/wake';
import type { Announcer } from './announcer.js';
import type { CatchUp } from './catch-up.js';
import type { JobQueue } from './job-queue.js';
import { LONGEST_SLEEP_MS, SHORTEST_SLEEP_MS, untilNextLookMs } from './next-look.js';
import { evidenceOf, type Patience } from './patience.js';
import type { ProgressReporter } from './progress-reporter.js';
import type { Prover } from './prover.js';
import type { Scrubber } from './scrubber.js';
import type { SeriesBoard } from './series-board.js';
import { syncReply } from './sync-reply.js';
import type { RowCounts, SyncTally } from './sync-tally.js';
import { basisOf, type TrackedSeries } from './tracked-series.js';
import type { UniverseKeeper } from './universe-keeper.js';

export interface PipelineParts {
  readonly exchange: Exchange;
  readonly patience: Patience;
  readonly universe: UniverseKeeper;
  readonly board: SeriesBoard;
  readonly catchUp: CatchUp;
  readonly prover: Prover;
  readonly tally: SyncTally;
  readonly scrubber: Scrubber;
  readonly queue: JobQueue;
  readonly announcer: Announcer;
  readonly reporter: ProgressReporter;
  readonly logger: Logger;
}

/**
 * Keeps the history proven: brings it up to date, proves it, says so, and sleeps until something is due.
 * Start, resume and recovery are the same path: what is left to do is computed from the database each time.
 */
export class DataPipeline {
  state: DataState = 'starting';
  private readonly wake = new Wake();
  private turn: Promise<unknown> = Promise.resolve();
  private failures = 0;
  private provenAtMs: number | undefined;
  /** What was proven and said last, and the rows that there were then. */
  private provenBasis: string | undefined;
  private saidCounts: RowCounts | undefined;
  private tracked: readonly TrackedSeries[] = [];

  constructor(
    private readonly parts: PipelineParts,
    private readonly stopping: AbortSignal,
  ) {}

  /** Runs until the signal aborts. Errors: what no waiting mends, such as a database that can't be used. */
  async run(): Promise<void> {
    this.say('starting', null);
    this.parts.patience.onTrouble(() => this.parts.reporter.repeat());
    while (!this.stopping.aborted) {
      await this.wake.wait(await this.oneRound(), this.stopping);
    }
  }

  /** Looks at once instead of at the end of the wait. */
  lookNow(): void {
    this.wake.now();
  }

  /** Speaks for all fetchers from now on: proves and says everything anew. */
  async speakInstead(): Promise<void> {
    const { announcer, reporter, universe } = this.parts;
    reporter.forget();
    universe.forget();
    this.provenBasis = undefined;
    this.lookNow();
    await announcer.speakInstead();
  }

  /**
   * Brings the tail up to date now. A history that is still being fetched is not waited for.
   *
   * Errors: TransientError while nothing is known yet; whatever kept the tail from being fetched.
   */
  async sync(): Promise<SyncReply> {
    if (this.state === 'starting') {
      throw new TransientError(this.parts.patience.trouble ?? 'The fetcher is still starting');
    }
    if (this.state === 'fetching') return syncReply(this.tracked, []);
    try {
      const changed = await this.alone(() => this.bringUpToDate());
      return syncReply(this.tracked, changed);
    } catch (error) {
      // The fetcher's own rounds take it from here: they say what is amiss, and try until it works.
      this.lookNow();
      throw error;
    }
  }

  /** One look and what it asks for; returns how long to sleep then. */
  private async oneRound(): Promise<number> {
    try {
      await this.alone(() => this.bringUpToDate());
      await this.scrub();
      if (this.failures > 0) this.parts.reporter.repeat();
      this.failures = 0;
      const scrubAtMs =
        this.state === 'ready' ? this.parts.scrubber.nextAtMs(this.tracked) : Infinity;
      return untilNextLookMs(this.tracked, scrubAtMs, Date.now());
    } catch (error) {
      if (this.stopping.aborted) return 0;
      if (!(error instanceof DomainError || error instanceof BusUnavailableError)) throw error;
      return this.waitAfter(error);
    }
  }

  private waitAfter(error: DomainError | BusUnavailableError): number {
    this.failures += 1;
    const waitMs = Math.min(SHORTEST_SLEEP_MS * 2 ** (this.failures - 1), LONGEST_SLEEP_MS);
    const whom = error instanceof DomainError ? 'exchange' : 'bus';
    this.parts.logger.warn(
      { attempt: this.failures, waitMs, ...evidenceOf(error) },
      `The ${whom} can’t be asked now, trying again; what is stored is kept`,
    );
    this.parts.reporter.repeat(`waiting for the ${whom}: ${error.message}`);
    return waitMs;
  }

  private async bringUpToDate() {
    const { exchange, patience, universe, board, catchUp, tally, announcer } = this.parts;
    // Before the tickers: a schedule that is older than the time would leave out what fell due between.
    const nowMs = await patience.ask({ asked: 'time' }, () => exchange.serverTimeMs());
    const tickers = await universe.keep(nowMs);
    await board.refreshSchedule(nowMs, tickers);
    this.tracked = await board.read(nowMs);
    const planned = catchUp.plan(this.tracked, nowMs);
    const found = await tally.count(this.tracked);
    const before = (this.saidCounts ??= found);
    // A scrub changes rows too, and so does another fetcher; what they changed must be proven anew.
    const isKnown = this.provenBasis === basisOf(this.tracked) && tally.same(before, found);
    if (planned.length === 0 && isKnown) {
      await announcer.announceSyncedElsewhere();
      return [];
    }
    if (planned.length > 0) await this.fetch(planned, nowMs);
    const counts = planned.length > 0 ? await tally.count(this.tracked) : found;
    await this.prove(nowMs, counts);
    const changed = tally.changes(this.tracked, before, counts);
    if (changed.length > 0) {
      await announcer.announceSynced({
        v: 1,
        atMs: Math.round(nowMs),
        exchange: exchange.id,
        source: exchange.source(),
        rowsAdded: changed.reduce((sum, one) => sum + one.rowsAdded, 0),
        rowsRevised: changed.reduce((sum, one) => sum + one.rowsRevised, 0),
        series: changed,
      });
    }
    // Only now: what could not be said is proven and said again.
    this.saidCounts = counts;
    this.provenBasis = basisOf(this.tracked);
    return changed;
  }

  private async fetch(planned: readonly JobFetch[], nowMs: number): Promise<void> {
    const isHistory = planned.some((job) => job.purpose === 'fill');
    if (isHistory) this.state = 'fetching';
    if (this.provenAtMs === undefined) await this.parts.announcer.withdrawReady();
    this.tracked = await this.parts.catchUp.run(planned, nowMs, this.state, this.stopping);
  }

  private async prove(nowMs: number, counts: RowCounts): Promise<void> {
    const { exchange, prover, announcer, logger } = this.parts;
    const about = { exchange: exchange.id, source: exchange.source() };
    const verdict = await prover.prove(exchange.id, this.tracked, nowMs, counts);
    const wasReady = this.state === 'ready';
    this.provenAtMs = nowMs;
    if (verdict.kind === 'ready') {
      await announcer.announceReady({ ...verdict.ready, ...about });
      if (!wasReady) logger.info({ sha256: verdict.ready.datasetSha256 }, 'The history is proven');
      this.say('ready', null);
    } else {
      await announcer.withdrawReady();
      logger.warn({ series: verdict.series.length }, 'The history is not proven yet');
      this.say('degraded', `${verdict.series.length} series are not proven`);
    }
    const series = verdict.kind === 'ready' ? [] : verdict.series;
    await announcer.announceDegraded({ v: 1, atMs: Math.round(nowMs), ...about, series });
  }

  private async scrub(): Promise<void> {
    const { scrubber, queue } = this.parts;
    if (this.state !== 'ready' || this.provenAtMs === undefined) return;
    const job = scrubber.next(this.tracked, this.provenAtMs, Date.now());
    if (job) await queue.put(job);
  }

  /** One at a time: a sync that comes while another runs waits for its turn. */
  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.turn.then(work, work);
    this.turn = mine;
    return mine;
  }

  private say(state: DataState, reason: string | null): void {
    this.state = state;
    this.parts.reporter.report(this.tracked, { state, reason, pagesTotal: 0, pagesLeft: 0 });
  }
}
