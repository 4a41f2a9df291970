import type { DataState } from '@fullcarry/contracts/facts/data-progress-v1';
import type { SyncReply } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { nextAgainAtMs } from '@fullcarry/domain/completeness/plan';
import { DomainError, TransientError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Wake } from '@fullcarry/platform/service/wake';
import { setImmediate } from 'node:timers/promises';
import type { HistoryFacts } from './announce/history-facts.js';
import type { ProgressReporter } from './announce/progress-reporter.js';
import { evidenceOf, type RetryPolicy } from './fetch/retry-policy.js';
import type { QueuedJobs } from './fetch/queued-jobs.js';
import type { Announcements } from './plan/announcements.js';
import { dataState } from './announce/data-state.js';
import { ExchangeClock } from './plan/exchange-clock.js';
import { LONGEST_SLEEP_MS, SHORTEST_SLEEP_MS, untilNextPassMs } from './plan/next-pass.js';
import { countJobs, planJobs, type PlanTime } from './plan/plan-jobs.js';
import type { BoardSeries, SeriesBoard } from './plan/series-board.js';
import { behindSinceMs } from './plan/tracked-series.js';
import type { Prover } from './announce/prover.js';
import type { Scrubber } from './scrub/scrubber.js';
import { SyncCommands } from './sync-commands.js';
import type { SpotKeeper } from './universe/spot-keeper.js';
import type { UniverseKeeper } from './universe/universe-keeper.js';

export interface HistoryParts {
  readonly exchange: Exchange;
  readonly retryPolicy: RetryPolicy;
  readonly universe: UniverseKeeper;
  readonly announcements: Announcements;
  readonly spots: SpotKeeper;
  readonly board: SeriesBoard;
  readonly jobs: QueuedJobs;
  readonly prover: Prover;
  readonly scrubber: Scrubber;
  readonly facts: HistoryFacts;
  readonly reporter: ProgressReporter;
  readonly logger: Logger;
  readonly confirmMs: number;
}

/** How often a pass is made while windows are fetched: seldom, and often once little is left. */
const PASS_EVERY_MS = 200;
const LAST_PASSES_MS = 50;

/** So many windows are little: they take no longer than a pass. */
const LITTLE_LEFT = 32;

/** A pass over many series takes its time; at the most this share of all of it goes into passes. */
const MOST_TIME_IN_PASSES = 0.1;
const LONGEST_PAUSE_MS = 1_000;

/** A proven series whose rows are due, past their grace, and still being asked for after this, is reported as behind. */
const BEHIND_MS = 60_000;

/**
 * Keeps the history proven, each series by itself: what it lacks is queued as far as the queue has room, and what
 * changed is proven; no series waits for another. What is left to do is computed from the database each time, so
 * start, resume and recovery are the same path.
 */
export class HistoryKeeper {
  state: DataState = 'starting';
  private readonly wake = new Wake();
  private readonly commands: SyncCommands;
  private failures = 0;
  private readonly clock: ExchangeClock;
  private board: readonly BoardSeries[] = [];
  private pagesTotal = 0;

  constructor(
    private readonly parts: HistoryParts,
    private readonly stopping: AbortSignal,
  ) {
    this.commands = new SyncCommands(parts.prover);
    this.clock = new ExchangeClock(parts, stopping);
  }

  /** Runs until the signal aborts. Errors: what no waiting mends, such as a database that can't be used. */
  async run(): Promise<void> {
    const { retryPolicy, reporter } = this.parts;
    reporter.report([], { state: 'starting', reason: null, pagesTotal: 0, pagesLeft: 0 });
    retryPolicy.onTrouble(() => reporter.repeat());
    while (!this.stopping.aborted) {
      await this.wake.wait(await this.onePass(), this.stopping);
    }
    this.commands.close();
  }

  /** Begins a pass at once instead of at the end of the wait. */
  passNow(): void {
    this.clock.askAgain();
    this.wake.now();
  }

  /** This fetcher has no window in hand any more: whether all is there now is seen at once. */
  handsAreFree(): void {
    this.wake.now();
  }

  /** Speaks for all fetchers from now on: says everything anew. */
  async speakInstead(): Promise<void> {
    const { facts, reporter, universe } = this.parts;
    reporter.forget();
    universe.forget();
    await facts.speakInstead();
    this.passNow();
  }

  /**
   * Brings the tail up to date now, and says within some seconds what of it is not. A history that is still being
   * fetched is not waited for.
   *
   * Errors: TransientError while nothing is known yet, or the exchange gives no answer.
   */
  async sync(): Promise<SyncReply> {
    if (this.state === 'starting' || this.stopping.aborted) {
      throw new TransientError(this.parts.retryPolicy.trouble ?? 'The fetcher is still starting');
    }
    if (this.state === 'fetching') return this.commands.answerNow(this.board);
    const reply = this.commands.place(this.board, () => this.parts.retryPolicy.trouble);
    this.passNow();
    return reply;
  }

  /** One pass and what it asks for; returns how long to wait until the next. */
  private async onePass(): Promise<number> {
    try {
      const waitMs = await this.pass();
      if (this.failures > 0) this.parts.reporter.repeat();
      this.failures = 0;
      return waitMs;
    } catch (error) {
      if (this.stopping.aborted) return 0;
      if (!(error instanceof DomainError || error instanceof BusUnavailableError)) throw error;
      this.commands.fail(error);
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

  private async pass(): Promise<number> {
    const startedMs = performance.now();
    this.commands.begin();
    const nowMs = await this.clock.nowMs(this.board.length > 0);
    const { board, exchange, jobs, facts, confirmMs } = this.parts;
    this.board = await board.refresh(nowMs);
    // SQLite answers on the spot: between its stations a long pass lets all else go on.
    await setImmediate();
    const time = { exchangeMs: nowMs, localMs: Date.now(), confirmMs };
    const open = this.openJobs(time);
    const left = [...open.values()].reduce((sum, many) => sum + many, 0);
    if (left > 0) await facts.beginFetching();
    await jobs.put(planJobs(this.board, exchange, time), time.localMs);
    const untrue = await this.prove(nowMs, open);
    await setImmediate();
    this.state = dataState(this.board, open, this.parts);
    this.report(left);
    await setImmediate();
    await facts.publish(this.board, nowMs, {
      isBusy: left > 0,
      isFetching: this.state === 'fetching',
    });
    this.commands.end(this.board, left === 0);
    this.parts.scrubber.watch(this.board, time.localMs);
    if (left === 0 && !untrue) {
      await this.scrub(nowMs);
      return this.idleMs();
    }
    const passMs = performance.now() - startedMs;
    const leastMs = left > LITTLE_LEFT ? PASS_EVERY_MS : LAST_PASSES_MS;
    return Math.min(Math.max(leastMs, passMs / MOST_TIME_IN_PASSES), LONGEST_PAUSE_MS);
  }

  /** How many windows each series is to be asked for now; those of which none is are not in it. */
  private openJobs(time: PlanTime): Map<number, number> {
    const counts = this.board.map((one): [number, number] => [
      one.series.id,
      countJobs(one, this.parts.exchange, time),
    ]);
    return new Map(counts.filter(([, many]) => many > 0));
  }

  /**
   * Proves the series that changed and of which nothing is to be fetched now, and those that have been behind for
   * too long, however that comes. Returns whether rows were not what they should be.
   */
  private async prove(nowMs: number, open: ReadonlyMap<number, number>): Promise<boolean> {
    const { prover } = this.parts;
    let isUntrue = false;
    for (const one of this.board) {
      if (this.stopping.aborted) return false;
      if (!prover.isDue(one)) continue;
      if (open.has(one.series.id) && !this.isBehind(one, nowMs) && !one.isTouched) continue;
      if (open.has(one.series.id) && prover.certificate(one) === undefined) continue;
      await setImmediate();
      if (!(await prover.prove(one, nowMs))) isUntrue = true;
    }
    return isUntrue;
  }

  private isBehind(one: BoardSeries, nowMs: number): boolean {
    const sinceMs = behindSinceMs(one, nowMs);
    return sinceMs !== undefined && nowMs - sinceMs >= BEHIND_MS;
  }

  private report(pagesLeft: number): void {
    const { reporter, prover } = this.parts;
    this.pagesTotal = pagesLeft === 0 ? 0 : Math.max(this.pagesTotal, pagesLeft);
    const unproven = this.board.filter((one) => prover.certificate(one)?.missing !== 0).length;
    const reason = this.state === 'degraded' ? `${unproven} series are not proven` : null;
    reporter.report(this.board, {
      state: this.state,
      reason,
      pagesTotal: this.pagesTotal,
      pagesLeft,
    });
  }

  /** Not beside a backfill; one market that is not proven keeps no other from being read again. */
  private get mayScrub(): boolean {
    return this.state === 'ready' || this.state === 'degraded';
  }

  private async scrub(nowMs: number): Promise<void> {
    if (!this.mayScrub) return;
    const job = this.parts.scrubber.next(this.board, nowMs, Date.now());
    if (job) await this.parts.jobs.put([job], Date.now());
  }

  private idleMs(): number {
    const { scrubber, confirmMs } = this.parts;
    const scrubAtMs = this.mayScrub ? scrubber.nextAtMs(this.board) : Infinity;
    const againAtMs = Math.min(...this.board.map((one) => nextAgainAtMs(one, confirmMs)));
    this.clock.askAgain();
    const stepMs = Math.min(...this.board.map((one) => one.stepMs));
    return untilNextPassMs(Math.min(scrubAtMs, againAtMs), stepMs, Date.now());
  }
}
