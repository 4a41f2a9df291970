import { ServiceAliveV1 } from '@fullcarry/contracts/service-alive-v1';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import type { Database } from '@fullcarry/history/database';
import { openDatabase } from '@fullcarry/history/open-database';
import { CertificateStore } from '@fullcarry/history/certificate-store';
import { Bus } from '@fullcarry/platform/bus';
import { BusUnavailableError } from '@fullcarry/platform/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/create-logger';
import { Health } from '@fullcarry/platform/health';
import { startHealthServer } from '@fullcarry/platform/health-server';
import { orAborted } from '@fullcarry/platform/or-aborted';
import { fail, type Close } from '@fullcarry/platform/run-service';
import { sayAlive } from '@fullcarry/platform/say-alive';
import { serveOrders } from '@fullcarry/platform/serve-orders';
import type { SharedBudget } from '@fullcarry/platform/shared-budget';
import { SharedBudgets } from '@fullcarry/platform/shared-budgets';
import { setTimeout as sleep } from 'node:timers/promises';
import { alive } from './alive.js';
import { Announcer } from './announcer.js';
import { CatchUp } from './catch-up.js';
import type { FetcherConfig } from './config.js';
import { DataPipeline } from './data-pipeline.js';
import { FetchJobRunner } from './fetch-job-runner.js';
import { FetcherModule } from './fetcher-module.js';
import { FetcherRun } from './fetcher-run.js';
import { JobQueue } from './job-queue.js';
import { measureExchange } from './metrics.js';
import { PageReader } from './page-reader.js';
import { Patience } from './patience.js';
import { ProgressReporter } from './progress-reporter.js';
import { Prover } from './prover.js';
import { Scrubber } from './scrubber.js';
import { SeriesBoard } from './series-board.js';
import { SyncTally } from './sync-tally.js';
import { UniverseKeeper } from './universe-keeper.js';

/** Windows in work at once, enough to use the exchange's limit at usual latencies. */
const RUNNERS = 32;

/** Pages in flight are dropped at once when the service stops; one that is being stored gets this long. */
const LONGEST_FINISH_MS = 2_500;

/** Starts the fetcher; returns how to stop it. What is missing outside is waited for, and the log says so. */
export async function startFetcher(
  config: FetcherConfig,
  logger: Logger,
  stopping: AbortSignal,
): Promise<Close> {
  const exchange = openExchange({
    id: config.EXCHANGE,
    url: config.EXCHANGE_URL,
    rateBudget: config.RATE_BUDGET,
    isShared: config.RATE_BUDGET_SCOPE === 'address',
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    logger,
  });
  const health = new Health();
  const listen = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  const healthServer = await startHealthServer(health, listen, logger);
  const database = await openDatabase(config.DATABASE_URL, {
    poolSize: config.DATABASE_POOL_SIZE,
  });
  health.add('database', () => ({ up: true }));
  let up: Bus | undefined;
  health.add('nats', () => ({ up: up?.connected ?? false }));
  const bus = (up = await Bus.open({
    url: config.NATS_URL,
    name: 'fetcher',
    logger,
    signal: stopping,
  }));
  const budgets = SharedBudgets.join({
    role: 'fetcher',
    spenders: exchange.gates,
    hasOwnBudget: config.RATE_BUDGET_SCOPE === 'replica',
    hasOwnAddress: config.RATE_BUDGET_SCOPE === 'replica',
    bus,
    logger,
  });
  await budgets.joined(stopping);
  const { voice } = budgets;
  const announcer = await Announcer.open(bus, voice);
  measureExchange(exchange);
  const silence = sayAlive(bus, ServiceAliveV1, () => alive(exchange, health));

  const working = config.HISTORICAL_ENABLED
    ? await startPipeline(config, { exchange, database, bus, voice, announcer, logger, stopping })
    : await sayDisabled(bus, announcer, exchange, logger);
  const { pipeline } = working;
  if (pipeline) health.add('history', () => ({ up: true, detail: pipeline.state }));
  const run = new FetcherRun(exchange.id, database, pipeline, stopping);
  const serving = serveOrders(FetcherModule.of(run), config.NATS_URL, 'fetchers', logger);
  const orders = await orAborted(serving, stopping);

  return async () => {
    await exchange.close();
    // What still writes must have ended before the database closes, and what still answers before NATS does.
    const ended = Promise.allSettled([...working.ended, run.idle()]);
    await Promise.race([ended, sleep(LONGEST_FINISH_MS, undefined, { ref: false })]);
    await orders.close();
    announcer.close();
    silence();
    await budgets.leave();
    await bus.close();
    await database.close();
    await healthServer.close();
  };
}

/** What runs until the stop, and how to know that it ended. */
interface Working {
  readonly pipeline: DataPipeline | undefined;
  readonly ended: readonly Promise<void>[];
}

interface Surroundings {
  readonly exchange: Exchange;
  readonly database: Database;
  readonly bus: Bus;
  readonly voice: SharedBudget;
  readonly announcer: Announcer;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

async function startPipeline(config: FetcherConfig, around: Surroundings): Promise<Working> {
  const { exchange, database, bus, voice, announcer, logger, stopping } = around;
  // What an earlier run said is true only of the data set that this database has a certificate of.
  const proven = await new CertificateStore(database).dataset(exchange.id);
  await bus.persist(() => announcer.withdrawReadyBut(proven?.sha256));
  const queue = await JobQueue.open(bus, logger);
  const retries = {
    maxRetries: config.HISTORICAL_MAX_RETRIES,
    baseMs: config.HISTORICAL_RETRY_BASE_MS,
  };
  const patience = new Patience(retries, stopping, logger);
  const runner = new FetchJobRunner(
    new PageReader(exchange, patience),
    database,
    {
      confirmMs: config.GAP_CONFIRM_MINUTES * MINUTE_MS,
      retryBaseMs: config.HISTORICAL_RETRY_BASE_MS,
    },
    logger,
  );
  const board = new SeriesBoard(exchange, patience, database, {
    timeframe: config.HISTORICAL_TIMEFRAME,
    lookbackDays: config.HISTORICAL_LOOKBACK_DAYS,
  });
  const reporter = new ProgressReporter(exchange, announcer, patience);
  const prover = new Prover(database);
  const pipeline = new DataPipeline(
    {
      exchange,
      patience,
      board,
      queue,
      announcer,
      reporter,
      logger,
      universe: new UniverseKeeper(
        exchange,
        patience,
        database,
        announcer,
        {
          topPairs: config.HISTORICAL_TOP_PAIRS,
          timeframe: config.HISTORICAL_TIMEFRAME,
          reevaluateHours: config.HISTORICAL_REEVALUATE_HOURS,
        },
        logger,
      ),
      catchUp: new CatchUp(exchange, board, queue, reporter, prover),
      prover,
      tally: new SyncTally(database),
      scrubber: new Scrubber(exchange, config.SCRUB_DAYS),
    },
    stopping,
  );
  const stopOnFailure = (error: unknown) => {
    if (!stopping.aborted) fail(logger, error);
  };
  // What could not be said while NATS was away again is said when it is back.
  const stopUnlessAway = (error: unknown) => {
    if (!(error instanceof BusUnavailableError)) stopOnFailure(error);
  };
  bus.onReconnect(() => pipeline.lookNow());
  announcer.onNews(() => pipeline.lookNow());
  voice.onVoice((how) => {
    const speaking = how === 'instead' ? pipeline.speakInstead() : announcer.resume();
    void speaking.catch(stopUnlessAway);
  });
  const runners = Array.from({ length: RUNNERS }, () =>
    queue.serve((job, deliveries) => runner.run(job, deliveries), stopping),
  );
  return {
    pipeline,
    ended: [pipeline.run(), ...runners].map((running) => running.catch(stopOnFailure)),
  };
}

async function sayDisabled(
  bus: Bus,
  announcer: Announcer,
  exchange: Exchange,
  logger: Logger,
): Promise<Working> {
  logger.info('The data feature is switched off (HISTORICAL_ENABLED=false): nothing is fetched');
  announcer.tellProgress({
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
  await bus.persist(() => announcer.withdrawReady());
  return { pipeline: undefined, ended: [] };
}
