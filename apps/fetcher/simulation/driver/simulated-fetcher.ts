import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import { nextAgainAtMs } from '@fullcarry/domain/completeness/plan';
import { DomainError } from '@fullcarry/domain/errors';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { FetchJobRunner } from '#fetcher/fetch/fetch-job-runner';
import { PageReader } from '#fetcher/fetch/page-reader';
import { RetryPolicy } from '#fetcher/fetch/retry-policy';
import { Announcements } from '#fetcher/plan/announcements';
import { LostHistory } from '#fetcher/plan/lost-history';
import { planJobs } from '#fetcher/plan/plan-jobs';
import { SeriesBoard, type BoardSeries } from '#fetcher/plan/series-board';
import { Prover } from '#fetcher/announce/prover';
import { Scrubber } from '#fetcher/scrub/scrubber';
import { UniverseKeeper } from '#fetcher/universe/universe-keeper';
import { SimulatedExchange } from '../answers/simulated-exchange.js';
import type { World } from '../world.js';

export const LOOKBACK_DAYS = 20;
export const CONFIRM_MS = 10 * MINUTE_MS;
const SCRUB_DAYS = 7;

/** More rounds than any pass needs: what is still not done then goes round in circles. */
const MOST_ROUNDS = 30;

/** What one pass came to. */
export interface PassResult {
  readonly board: readonly BoardSeries[];
  /** The pass found nothing left to fetch now. */
  readonly isDone: boolean;
  /** When something is to be asked for again, by the machine's clock. */
  readonly againAtMs: number;
}

/** The parts of a fetcher, run when they are told to: no queue, no bus, no timers. */
export class SimulatedFetcher {
  private readonly exchange: SimulatedExchange;
  private readonly universe: UniverseKeeper;
  private readonly announcements: Announcements;
  private readonly board: SeriesBoard;
  private readonly runner: FetchJobRunner;
  private readonly scrubber: Scrubber;
  readonly prover: Prover;
  private last: readonly BoardSeries[] = [];

  /** `localMs`: the clock of the machine. */
  constructor(
    world: World,
    database: Database,
    private readonly localMs: () => number,
    logger: Logger,
    options: { readonly confirmMs?: number } = {},
  ) {
    const { signal } = new AbortController();
    const { timeframe } = world.timeLine.traits;
    const exchange = (this.exchange = new SimulatedExchange(world));
    const retryPolicy = new RetryPolicy({ maxRetries: 0, baseMs: 1 }, signal, logger);
    const nobody = {
      isLeader: false,
      retained: async () => undefined,
      announceUniverse: async () => undefined,
    };
    this.universe = new UniverseKeeper(
      exchange,
      retryPolicy,
      database,
      nobody,
      {
        topPairs: 20,
        timeframe,
        kinds: REQUIRED_KINDS,
        reevaluateHours: 12,
        assetClasses: ['unknown', 'coin'],
      },
      logger,
    );
    this.announcements = new Announcements(exchange, retryPolicy, database);
    this.board = new SeriesBoard(
      exchange.id,
      database,
      new LostHistory(exchange, database, logger),
      // No spot market is played here.
      { watch: () => undefined },
      {
        timeframe,
        lookbacks: { usualDays: LOOKBACK_DAYS, premiumDays: LOOKBACK_DAYS },
      },
    );
    this.prover = new Prover(database, logger, localMs);
    this.scrubber = new Scrubber(exchange, SCRUB_DAYS);
    this.confirmMs = options.confirmMs ?? CONFIRM_MS;
    this.runner = new FetchJobRunner(
      new PageReader(exchange, retryPolicy, logger),
      database,
      { confirmMs: this.confirmMs, retryBaseMs: 5_000 },
      signal,
      logger,
      localMs,
    );
  }

  private readonly confirmMs: number;

  /** Fetches and proves all that is due now, each series by itself. */
  async pass(): Promise<PassResult> {
    const nowMs = await this.observe();
    if (nowMs === undefined) return { board: this.last, isDone: false, againAtMs: Infinity };
    for (let round = 1; ; round += 1) {
      const board = (this.last = await this.board.refresh(nowMs));
      const time = { exchangeMs: nowMs, localMs: this.localMs(), confirmMs: this.confirmMs };
      const jobs = [...planJobs(board, this.exchange, time)];
      let isUntrue = false;
      if (jobs.length === 0) {
        for (const one of board) {
          if (this.prover.isDue(one) && !(await this.prover.prove(one, nowMs))) isUntrue = true;
        }
        if (!isUntrue && board.every((one) => !this.prover.isDue(one))) {
          const againAtMs = Math.min(...board.map((one) => nextAgainAtMs(one, this.confirmMs)));
          return { board, isDone: true, againAtMs };
        }
      }
      for (const job of jobs) await this.runner.run(job, 1);
      if (round >= MOST_ROUNDS) throw new Error(`A pass found no end: ${JSON.stringify(jobs[0])}`);
    }
  }

  /** Reads so many windows again as are due by a clock that is `aheadMs` ahead. */
  async scrub(aheadMs: number): Promise<number> {
    let windows = 0;
    const nowMs = this.localMs();
    const firstMs = Math.max(nowMs, this.scrubber.nextAtMs(this.last));
    for (let atMs = firstMs; atMs <= nowMs + aheadMs; windows += 1) {
      const job = this.scrubber.next(this.last, nowMs, atMs);
      if (!job) break;
      await this.runner.run(job, 1);
      this.last = await this.board.refresh(job.plannedAtMs);
      atMs = this.scrubber.nextAtMs(this.last);
    }
    return windows;
  }

  /** Hears what the tickers announce now, and when: undefined where the exchange gives no answer. */
  async observe(): Promise<number | undefined> {
    try {
      const nowMs = await this.exchange.serverTimeMs();
      const lists = await this.universe.keep(nowMs);
      const gone = await this.announcements.observe(nowMs, lists);
      if (gone.length > 0) this.universe.reconsider();
      return nowMs;
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}
