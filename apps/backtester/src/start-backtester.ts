import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import { openServiceDatabase } from '@fullcarry/history/database/open-database';
import { openServiceBus } from '@fullcarry/platform/bus/open-service-bus';
import { heartBeat, publishAlive } from '@fullcarry/platform/bus/publish-alive';
import { serveCommands } from '@fullcarry/platform/bus/commands/serve-commands';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Health } from '@fullcarry/platform/service/health';
import { startHealthServer } from '@fullcarry/platform/service/health-server';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import { fail, type Close } from '@fullcarry/platform/service/run-service';
import { setTimeout as sleep } from 'node:timers/promises';
import { BacktesterModule } from './backtester-module.js';
import type { BacktesterConfig } from './config.js';
import { DecisionReporter } from './decisions/decision-reporter.js';
import { BacktesterMetrics } from './metrics.js';
import { BacktestFacts } from './run/backtest-facts.js';
import { openBacktestQueue } from './run/backtest-queue.js';
import { BacktestRunner } from './run/backtest-runner.js';
import { hearCancelled } from './run/hear-cancelled.js';

/** Runs are ended at once when the service stops and go to another one; a result that is being stored gets this long. */
const LONGEST_FINISH_MS = 2_500;

/** Starts a backtester, one of any number; returns how to stop it. What is missing outside is waited for. */
export async function startBacktester(
  config: BacktesterConfig,
  logger: Logger,
  stopping: AbortSignal,
): Promise<Close> {
  const health = new Health();
  const listen = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  const healthServer = await startHealthServer(health, listen, logger);
  const database = await openServiceDatabase(config.DATABASE_URL, { health, logger, stopping });
  const bus = await openServiceBus({ config, name: 'backtester', health, logger, stopping });
  const facts = await BacktestFacts.open(bus);
  const queue = await openBacktestQueue(bus, logger);
  const runner = new BacktestRunner({
    databaseUrl: config.DATABASE_URL,
    threads: config.BACKTEST_THREADS,
    database,
    facts,
    metrics: new BacktesterMetrics(queue, logger),
    logger,
    stopping,
  });
  const silence = publishAlive(bus, ServiceAliveV1, () => ({
    v: 1,
    ...heartBeat('backtester', health),
    requests: null,
  }));
  health.add('runs', () => ({
    up: true,
    detail: `${runner.running} of ${config.BACKTEST_THREADS} threads run`,
  }));
  const failed = (error: unknown) => {
    if (!stopping.aborted) fail(logger, error);
  };
  // A cancellation must be heard before the first job is taken.
  const hearing = hearCancelled(bus, (id) => runner.cancel(id)).catch(failed);
  const desk = { database, bus, queue, facts, mostQueued: config.BACKTEST_MOST_QUEUED };
  const decider = new DecisionReporter({
    ...{ databaseUrl: config.DATABASE_URL, database, stopping },
    mostAtOnce: config.BACKTEST_THREADS,
  });
  const module = BacktesterModule.of(desk, decider);
  const serving = serveCommands(module, config.NATS_URL, 'backtesters', logger);
  const commands = await orAborted(serving, stopping);
  const lanes = Array.from({ length: config.BACKTEST_THREADS }, () =>
    queue.serve((job, deliveries) => runner.run(job, deliveries), stopping).catch(failed),
  );
  logger.info({ threads: config.BACKTEST_THREADS }, 'Backtests are taken');

  return async () => {
    const ended = Promise.allSettled(lanes);
    await Promise.race([ended, sleep(LONGEST_FINISH_MS, undefined, { ref: false })]);
    await commands.close();
    silence();
    await bus.close();
    await hearing;
    await database.close();
    await healthServer.close();
  };
}
