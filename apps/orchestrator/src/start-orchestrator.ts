import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { requestsOf } from '@fullcarry/exchange/limits/requests-of';
import { saveAlert } from '@fullcarry/history/desk/journal-store';
import { openServiceDatabase } from '@fullcarry/history/database/open-database';
import { openServiceBus } from '@fullcarry/platform/bus/open-service-bus';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { urlOf } from '@fullcarry/platform/settings/exchange-variables';
import { Health } from '@fullcarry/platform/service/health';
import { startHealthServer } from '@fullcarry/platform/service/health-server';
import { Lease } from '@fullcarry/platform/budget/lease';
import { fail, type Close } from '@fullcarry/platform/service/run-service';
import { heartBeat, publishAlive, thisProcess } from '@fullcarry/platform/bus/publish-alive';
import { SharedBudgets } from '@fullcarry/platform/budget/shared-budgets';
import { setTimeout as sleep } from 'node:timers/promises';
import { Alerts } from './alerts/alerts.js';
import type { OrchestratorConfig } from './config.js';
import { DataReadiness, ALWAYS_READY } from './observe/data-readiness.js';
import { readinessOfVenues } from './observe/readiness-of-venues.js';
import type { EmergencySignal } from './modes/emergency-signal.js';
import { Facts } from './facts/facts.js';
import { SignalsPublisher } from './facts/signals-publisher.js';
import { DeskMetrics } from './facts/metrics.js';
import { Orchestrator } from './orchestrator.js';
import { RatesMonitor } from './observe/rates-monitor.js';

/** The cycle in hand gets so long; then the exchange is not waited for any more, and so long again. */
const LONGEST_CYCLE_MS = 2_200;
const LONGEST_REST_MS = 600;

/** Starts the orchestrator; returns how to stop it. What is missing outside is waited for, and the log says so. */
export async function startOrchestrator(
  config: OrchestratorConfig,
  logger: Logger,
  signal: EmergencySignal,
  stopping: AbortSignal,
): Promise<Close> {
  const [tradedId, ...otherIds] = config.EXCHANGE;
  const open = (id: string) =>
    openExchange({
      id,
      url: urlOf(config, id),
      rateBudget: config.DESK_RATE_BUDGET,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      logger,
    });
  const exchange = open(tradedId);
  // Of these only the rates are wanted, unless DESK_VENUES names them: the desk trades on the first one.
  const others = otherIds.map(open);
  const exchanges = [exchange, ...others];
  const { instance } = thisProcess;
  const health = new Health();
  const listen = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  const healthServer = await startHealthServer(health, listen, logger);
  const database = await openServiceDatabase(config.DATABASE_URL, { health, logger, stopping });
  const bus = await openServiceBus({ config, name: 'orchestrator', health, logger, stopping });
  // Its polls have a budget of their own; a hold is for all that ask from this address.
  const budgets = exchanges.map((one) =>
    SharedBudgets.join({
      role: 'orchestrator',
      spenders: one.limiters,
      hasOwnBudget: true,
      hasOwnAddress: config.RATE_BUDGET_SCOPE === 'replica',
      bus,
      logger,
    }),
  );
  // An exchange that asked for silence before this process began must not be asked now.
  await Promise.all(budgets.map((budget) => budget.joined(stopping)));
  let running: Orchestrator | undefined;
  let signals: readonly SignalsPublisher[] = [];
  const facts = await Facts.open(bus, config.EXCHANGE, () => {
    for (const publisher of signals) publisher.forget();
    running?.publishAgain();
  });
  const alerts = new Alerts(config, exchange, logger, (alert) => {
    // No cycle waits for the journal, and none ends because an alert could not be written down.
    saveAlert(database, exchange.id, alert).catch((error: unknown) =>
      logger.warn({ error, kind: alert.kind }, 'An alert is missing in the journal'),
    );
  });
  const monitorOf = (one: Exchange) =>
    new RatesMonitor({
      exchange: one,
      isTraded: one === exchange,
      pollSeconds: config.POLL_SECONDS,
      firstPollTimeoutSeconds: config.FIRST_POLL_TIMEOUT_SECONDS,
      logger: others.length > 0 ? logger.child({ exchange: one.id }) : logger,
      stopping,
      onRates: (rates) => {
        if (running?.isActive) facts.rates(rates);
        if (one === exchange) running?.check();
      },
    });
  const monitor = monitorOf(exchange);
  const monitors = [monitor, ...others.map(monitorOf)];
  if (!config.HISTORICAL_ENABLED) {
    logger.warn(
      'The desk runs on live rates alone, without proven history (HISTORICAL_ENABLED=false)',
    );
  }
  const readinessOf = (one: Exchange) =>
    config.HISTORICAL_ENABLED
      ? new DataReadiness({
          bus,
          database,
          exchange: one,
          timeframe: config.HISTORICAL_TIMEFRAME,
          onNews: () => running?.check(),
        })
      : ALWAYS_READY;
  const tradedElsewhere = others.flatMap((one, i) => {
    const other = monitors[i + 1];
    if (!other || !config.DESK_VENUES.includes(one.id)) return [];
    return [{ exchange: one, monitor: other, readiness: readinessOf(one) }];
  });
  const readiness = readinessOfVenues(
    readinessOf(exchange),
    tradedElsewhere.map((one) => one.readiness),
  );
  const traded = [{ exchange, monitor }, ...tradedElsewhere];
  signals = (config.HISTORICAL_ENABLED ? traded : []).map(
    (one) =>
      new SignalsPublisher({
        database,
        timeframe: config.HISTORICAL_TIMEFRAME,
        exchange: one.exchange.id,
        rates: () => one.monitor.now(),
        publish: (fact) => facts.signals(fact),
      }),
  );
  const orchestrator = (running = new Orchestrator(
    {
      config,
      instance,
      exchange,
      elsewhere: tradedElsewhere.map((one) => ({
        exchange: one.exchange,
        rates: () => one.monitor.now(),
        unprovenBecause: (symbol, instrument) => one.readiness.unprovenBecause(symbol, instrument),
      })),
      database,
      bus,
      readiness,
      monitor,
      facts,
      signals,
      alerts,
      metrics: new DeskMetrics(monitor),
      logger,
      stopping,
      emergency: { reason: undefined },
    },
    new Lease({
      bus,
      bucket: 'desk-lease',
      key: exchange.id,
      holder: instance,
      leaseMs: config.LEASE_SECONDS * 1_000,
      logger,
      stopping,
    }),
  ));
  health.add('desk', () => ({ up: true, detail: orchestrator.role }));
  health.add('rates', () => {
    const waitsFor = monitor.waitsFor();
    return waitsFor === undefined ? { up: true } : { up: false, detail: `waiting for ${waitsFor}` };
  });
  for (const [i, other] of monitors.slice(1).entries()) {
    // Nothing is traded there, so its silence is reported and stops nothing.
    const name = `rates of ${otherIds[i]}`;
    health.add(name, () => {
      const waitsFor = other.waitsFor();
      return { up: true, detail: waitsFor === undefined ? 'fresh' : `waiting for ${waitsFor}` };
    });
  }
  health.add('history', () => {
    if (!orchestrator.isActive) return { up: true, detail: 'checked when active' };
    const waitsFor = readiness.waitsFor();
    return { up: true, detail: waitsFor === undefined ? 'proven' : `waiting for ${waitsFor}` };
  });
  const endAlive = publishAlive(bus, ServiceAliveV1, () => ({
    v: 1,
    ...heartBeat('orchestrator', health),
    ...requestsOf(exchanges),
  }));
  const failed = (error: unknown) => {
    if (!stopping.aborted) fail(logger, error);
  };
  signal.onSignal(() => void orchestrator.emergencyStop('SIGUSR1').catch(failed));
  const works = [orchestrator.run(), ...monitors.map((one) => one.run())].map((work) =>
    work.catch(failed),
  );

  return async () => {
    const ended = Promise.allSettled(works);
    const longestMs = config.CLOSE_ON_SHUTDOWN ? config.SHUTDOWN_SECONDS * 1_000 : LONGEST_CYCLE_MS;
    await Promise.race([ended, sleep(longestMs, undefined, { ref: false })]);
    await Promise.all(exchanges.map((one) => one.close()));
    await Promise.race([ended, sleep(LONGEST_REST_MS, undefined, { ref: false })]);
    endAlive();
    await alerts.close();
    await Promise.all(budgets.map((one) => one.leave()));
    await bus.close();
    await database.close();
    await healthServer.close();
  };
}
