import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import { Bus } from '@fullcarry/platform/bus/bus';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Health } from '@fullcarry/platform/service/health';
import { startHealthServer } from '@fullcarry/platform/service/health-server';
import { heartBeat, publishAlive } from '@fullcarry/platform/bus/publish-alive';
import type { Close } from '@fullcarry/platform/service/run-service';
import type { GatewayConfig } from './config.js';
import { DataStatusBoard } from './data/data-status.js';
import { wrongTokenLimit } from './access/address-limit.js';
import { CommandAccess } from './access/command-guard.js';
import { OwnHosts } from './access/own-hosts.js';
import { ReadGuard } from './access/read-guard.js';
import type { ExchangeView } from './exchange-view.js';
import { FactBoard } from './facts/fact-board.js';
import { FactFeed } from './facts/fact-feed.js';
import { GatewayModule } from './gateway-module.js';
import { GatewayRun } from './gateway-run.js';
import { createWebServer } from './http/create-web-server.js';
import { isMarketKnown } from './markets/is-market-known.js';
import { LiveState } from './live-state.js';
import { LiveSocket } from './socket/live-socket.js';
import { StoreAccess } from './store/store-access.js';
import { SystemBoard } from './system/system-board.js';

export interface RunningGateway {
  readonly url: string;
  /** Where health and metrics are, whatever name is asked for. */
  readonly healthUrl: string;
  readonly close: Close;
}

/**
 * Starts the gateway; it answers at once and goes on answering, whatever of NATS and the database is away:
 * both are looked for until they are there, and again when they went.
 */
export async function startGateway(
  config: GatewayConfig,
  logger: Logger,
  stopping: AbortSignal,
): Promise<RunningGateway> {
  const hosts = new OwnHosts(config.HTTP_HOST, config.HTTP_ALLOWED_HOSTS);
  const wrongTokens = wrongTokenLimit();
  const commandAccess = new CommandAccess(config, hosts, wrongTokens);
  const readGuard = new ReadGuard(config, wrongTokens);
  const store = new StoreAccess(config.DATABASE_URL, logger);
  const bus = () => run.bus;
  const system = new SystemBoard(store, bus, () => socket.clients);
  const viewOf = (exchange: string): ExchangeView => {
    const facts = new FactBoard(exchange);
    const status = new DataStatusBoard(store, facts, bus, {
      exchange,
      timeframe: config.HISTORICAL_TIMEFRAME,
      historyEnabled: config.HISTORICAL_ENABLED,
    });
    return { exchange, facts, status };
  };
  const [first, ...others] = config.EXCHANGE;
  const views = [viewOf(first), ...others.map(viewOf)] as const;
  const run = new GatewayRun(config, views, store, system, commandAccess.kind);
  const health = new Health();
  health.add('database', () => upOrDown(store.trouble));
  health.add('nats', () => ({ up: run.bus?.connected ?? false }));
  const listen = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  const healthServer = await startHealthServer(health, listen, logger);

  const app = await createWebServer(
    GatewayModule.of(run, commandAccess),
    (exchange, market) => isMarketKnown(run, exchange, market),
    config,
    { hosts, readGuard },
    logger,
  );
  const socket = new LiveSocket(app.getHttpServer(), { hosts, readGuard }, logger);
  const live = new LiveState(run, socket, logger);
  await app.listen(config.HTTP_PORT, config.HTTP_HOST);
  const url = await app.getUrl();
  logger.info({ url, changes: commandAccess.kind }, 'The gateway listens');

  const opened = store.open(stopping);
  const connected = connect(run, live, health, logger, stopping);
  return {
    url,
    healthUrl: await healthServer.getUrl(),
    close: async () => {
      live.close();
      await socket.close();
      await app.close();
      const silence = await connected;
      silence();
      await run.bus?.close();
      await opened;
      await store.close();
      await healthServer.close();
    },
  };
}

/** Returns what ends what it began. */
async function connect(
  run: GatewayRun,
  live: LiveState,
  health: Health,
  logger: Logger,
  stopping: AbortSignal,
): Promise<() => void> {
  const { NATS_URL: url, NATS_REPLICAS: replicas } = run.config;
  try {
    run.bus = await Bus.open({ url, replicas, name: 'gateway', logger, signal: stopping });
    run.bus.onReconnect(() => {
      run.system.countReconnect();
      live.publishAll();
    });
    await new FactFeed(run.bus, live, logger).open();
    return publishAlive(run.bus, ServiceAliveV1, () => ({
      v: 1,
      ...heartBeat('gateway', health),
      requests: null,
    }));
  } catch (error) {
    if (!stopping.aborted) logger.error({ err: error }, 'The connection to NATS failed');
    return () => undefined;
  }
}

function upOrDown(trouble: string | undefined) {
  return trouble === undefined ? { up: true } : { up: false, detail: trouble };
}
