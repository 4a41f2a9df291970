import { MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import type { JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { Work } from '@fullcarry/platform/bus/work-queue';
import { fail } from '@fullcarry/platform/service/run-service';
import { SharedBudgets } from '@fullcarry/platform/budget/shared-budgets';
import type { Leader } from '@fullcarry/platform/budget/leader';
import { ArchiveFetcher } from './archive/archive-fetcher.js';
import { ArchivePlan } from './archive/archive-plan.js';
import { ArchiveState } from './archive/archive-state.js';
import { Announcer } from './announce/announcer.js';
import { HistoryFacts } from './announce/history-facts.js';
import { ProgressReporter } from './announce/progress-reporter.js';
import type { FileThread } from './archive/thread/file-thread.js';
import type { FetcherConfig } from './config.js';
import { FetchJobRunner } from './fetch/fetch-job-runner.js';
import { openJobQueue } from './fetch/job-queue.js';
import { PageReader } from './fetch/page-reader.js';
import { RetryPolicy } from './fetch/retry-policy.js';
import { QueuedJobs } from './fetch/queued-jobs.js';
import { HistoryKeeper } from './history-keeper.js';
import { Announcements } from './plan/announcements.js';
import { kindsOfExchange } from './plan/kinds-of-exchange.js';
import { LostHistory } from './plan/lost-history.js';
import { SpotBegins } from './plan/spot-begins.js';
import { SeriesBoard } from './plan/series-board.js';
import { Prover } from './announce/prover.js';
import { scrubReport } from './scrub/report-scrub.js';
import { Scrubber } from './scrub/scrubber.js';
import { SpotKeeper } from './universe/spot-keeper.js';
import { UniverseKeeper } from './universe/universe-keeper.js';

/** Windows in work at once, enough to use the exchange's limit at usual latencies. */
const RUNNERS = 32;

/** What all exchanges of this process have in common, and the one that is meant. */
export interface Surroundings {
  readonly exchange: Exchange;
  readonly database: Database;
  readonly files: FileThread;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** What runs until the stop, and how to know that it ended. */
interface Working {
  readonly keeper: HistoryKeeper | undefined;
  readonly ended: readonly Promise<void>[];
}

/** One exchange at work, with a budget, a queue, a leader and a state of its own. */
export interface ExchangeAtWork extends Working {
  /** Says what is left to say and leaves the budget; what runs must have ended before. */
  readonly leave: () => Promise<void>;
}

/** Begins to keep one exchange's history proven. Waits for NATS, and never for the exchange. */
export async function startExchange(
  config: FetcherConfig,
  around: Surroundings,
): Promise<ExchangeAtWork> {
  const { exchange, bus, logger, stopping } = around;
  const budgets = SharedBudgets.join({
    role: 'fetcher',
    spenders: exchange.limiters,
    hasOwnBudget: config.RATE_BUDGET_SCOPE === 'replica',
    hasOwnAddress: config.RATE_BUDGET_SCOPE === 'replica',
    bus,
    logger,
  });
  await budgets.joined(stopping);
  const { leader } = budgets;
  const announcer = await Announcer.open(bus, leader, {
    exchange: exchange.id,
    isOneOfSeveral: config.EXCHANGE.length > 1,
  });
  const working = config.HISTORICAL_ENABLED
    ? await startKeeping(config, around, leader, announcer)
    : await publishDisabled(bus, announcer, exchange, logger);
  return {
    ...working,
    leave: async () => {
      announcer.close();
      await budgets.leave();
    },
  };
}

async function startKeeping(
  config: FetcherConfig,
  around: Surroundings,
  leader: Leader,
  announcer: Announcer,
): Promise<Working> {
  const { exchange, database, bus, logger, stopping } = around;
  // What an earlier run published is true only of the data set that this database has a certificate of.
  const proven = await new CertificateStore(database).dataset(exchange.id);
  await bus.retryWhileAway(() => announcer.withdrawReadyBut(proven?.sha256));
  const queue = await openJobQueue(bus, exchange.id, logger);
  const retryPolicy = retryPolicyOf(config, stopping, logger);
  const confirmMs = config.GAP_CONFIRM_MINUTES * MINUTE_MS;
  const pages = new PageReader(exchange, retryPolicy, logger);
  const { kinds, notKept } = kindsOfExchange(config.HISTORICAL_SERIES, exchange, logger);
  const waits = { confirmMs, retryBaseMs: config.HISTORICAL_RETRY_BASE_MS };
  const runner = new FetchJobRunner(pages, database, waits, stopping, logger);
  const archiveState = new ArchiveState();
  const archive =
    exchange.archive &&
    new ArchiveFetcher(
      exchange.archive,
      archiveState,
      pages,
      around.files,
      database,
      waits,
      stopping,
      logger,
    );
  const prover = new Prover(database, logger);
  const keeper = new HistoryKeeper(
    {
      exchange,
      retryPolicy,
      logger,
      confirmMs,
      universe: new UniverseKeeper(
        exchange,
        retryPolicy,
        database,
        announcer,
        {
          topPairs: config.HISTORICAL_TOP_PAIRS,
          assetClasses: config.HISTORICAL_ASSET_CLASSES,
          timeframe: config.HISTORICAL_TIMEFRAME,
          kinds,
          reevaluateHours: config.HISTORICAL_REEVALUATE_HOURS,
        },
        logger,
      ),
      announcements: new Announcements(exchange, retryPolicy, database),
      spots: new SpotKeeper(
        exchange,
        retryPolicy,
        database,
        { kinds, timeframe: config.HISTORICAL_TIMEFRAME },
        logger,
      ),
      board: new SeriesBoard(
        exchange.id,
        database,
        new LostHistory(exchange, database, logger),
        new SpotBegins(exchange, pages, database, logger),
        {
          timeframe: config.HISTORICAL_TIMEFRAME,
          lookbacks: {
            usualDays: config.HISTORICAL_LOOKBACK_DAYS,
            premiumDays: config.HISTORICAL_PREMIUM_DAYS,
          },
          archive: new ArchivePlan(exchange, archiveState),
        },
      ),
      jobs: new QueuedJobs(queue),
      prover,
      scrubber: new Scrubber(
        exchange,
        config.SCRUB_DAYS,
        scrubReport(exchange.id, config.SCRUB_DAYS, logger),
      ),
      facts: new HistoryFacts(exchange, announcer, prover, notKept, logger),
      reporter: new ProgressReporter(exchange, announcer, retryPolicy),
    },
    stopping,
  );
  const stopOnFailure = (error: unknown) => {
    if (!stopping.aborted) fail(logger, error);
  };
  // What could not be published while NATS was away again is published when it is back.
  const stopUnlessAway = (error: unknown) => {
    if (!(error instanceof BusUnavailableError)) stopOnFailure(error);
  };
  bus.onReconnect(() => keeper.passNow());
  announcer.onNews(() => keeper.passNow());
  leader.onLeading((how) => {
    const speaking = how === 'instead' ? keeper.speakInstead() : announcer.resume();
    void speaking.catch(stopUnlessAway);
  });
  let inHand = 0;
  const work: Work<JobFetch> = async (job, deliveries) => {
    inHand += 1;
    try {
      return await (archive && job.archive !== undefined
        ? archive.run(job, job.archive)
        : runner.run(job, deliveries));
    } finally {
      inHand -= 1;
      if (inHand === 0) keeper.handsAreFree();
    }
  };
  const runners = Array.from({ length: RUNNERS }, () => queue.serve(work, stopping));
  return {
    keeper,
    ended: [keeper.run(), ...runners].map((running) => running.catch(stopOnFailure)),
  };
}

function retryPolicyOf(config: FetcherConfig, stopping: AbortSignal, logger: Logger): RetryPolicy {
  const retries = {
    maxRetries: config.HISTORICAL_MAX_RETRIES,
    baseMs: config.HISTORICAL_RETRY_BASE_MS,
  };
  return new RetryPolicy(retries, stopping, logger);
}

async function publishDisabled(
  bus: Bus,
  announcer: Announcer,
  exchange: Exchange,
  logger: Logger,
): Promise<Working> {
  logger.info('The data feature is switched off (HISTORICAL_ENABLED=false): nothing is fetched');
  announcer.publishProgress({
    v: 1,
    atMs: Date.now(),
    exchange: exchange.id,
    source: exchange.source(),
    state: 'disabled',
    reason: 'HISTORICAL_ENABLED=false',
    currentSymbol: null,
    pairsDone: 0,
    pairsTotal: 0,
    pagesDone: 0,
    pagesTotal: 0,
    rowsDone: 0,
    rowsTotal: 0,
    percent: 0,
    rowsPerSecond: 0,
    etaSeconds: null,
    heldUntilMs: null,
  });
  await bus.retryWhileAway(() => announcer.withdrawReady());
  return { keeper: undefined, ended: [] };
}
