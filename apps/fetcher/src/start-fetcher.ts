import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { requestsOf } from '@fullcarry/exchange/limits/requests-of';
import { openServiceDatabase } from '@fullcarry/history/database/open-database';
import { openServiceBus } from '@fullcarry/platform/bus/open-service-bus';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { archiveOf, urlOf } from '@fullcarry/platform/settings/exchange-variables';
import { Health } from '@fullcarry/platform/service/health';
import { startHealthServer } from '@fullcarry/platform/service/health-server';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import type { Close } from '@fullcarry/platform/service/run-service';
import { heartBeat, publishAlive } from '@fullcarry/platform/bus/publish-alive';
import { serveCommands } from '@fullcarry/platform/bus/commands/serve-commands';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FetcherConfig } from './config.js';
import { FileThread } from './archive/thread/file-thread.js';
import { FetcherModule } from './fetcher-module.js';
import { FetcherRun } from './fetcher-run.js';
import { measureExchanges, measureGround } from './metrics.js';
import { startExchange } from './start-exchange.js';

/** Pages in flight are dropped at once when the service stops; one that is being stored gets this long. */
const LONGEST_FINISH_MS = 2_500;

/**
 * Starts the fetcher with each of its exchanges side by side; returns how to stop it. What is missing outside
 * is waited for, and the log says so; an exchange that does not answer holds no other.
 */
export async function startFetcher(
  config: FetcherConfig,
  logger: Logger,
  stopping: AbortSignal,
): Promise<Close> {
  const isSeveral = config.EXCHANGE.length > 1;
  const loggerOf = (id: string) => (isSeveral ? logger.child({ exchange: id }) : logger);
  const exchanges = config.EXCHANGE.map((id) =>
    openExchange({
      id,
      url: urlOf(config, id),
      archive: archiveOf(config, id),
      rateBudget: config.RATE_BUDGET,
      isShared: config.RATE_BUDGET_SCOPE === 'address',
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      logger: loggerOf(id),
    }),
  );
  const health = new Health();
  const listen = { host: config.METRICS_HOST, port: config.METRICS_PORT };
  const healthServer = await startHealthServer(health, listen, logger);
  const { DATABASE_URL: url, DATABASE_POOL_SIZE: poolSize } = config;
  const database = await openServiceDatabase(url, { poolSize, health, logger, stopping });
  const files = new FileThread(database, url);
  const bus = await openServiceBus({ config, name: 'fetcher', health, logger, stopping });
  measureExchanges(exchanges);
  measureGround(bus, config.DATABASE_URL);
  const silence = publishAlive(bus, ServiceAliveV1, () => ({
    v: 1,
    ...heartBeat('fetcher', health),
    ...requestsOf(exchanges),
  }));
  const working = await Promise.all(
    exchanges.map(async (exchange) => {
      const around = { exchange, database, files, bus, logger: loggerOf(exchange.id), stopping };
      const { keeper, ended, leave } = await startExchange(config, around);
      const name = isSeveral ? `history of ${exchange.id}` : 'history';
      // Not proven is a state of its own and no reason to call the service down.
      if (keeper) health.add(name, () => ({ up: true, detail: keeper.state }));
      return { id: exchange.id, keeper, ended, leave };
    }),
  );
  const keepers = new Map(working.map(({ id, keeper }) => [id, keeper]));
  const run = new FetcherRun(keepers, database, stopping);
  const serving = serveCommands(FetcherModule.of(run), config.NATS_URL, 'fetchers', logger);
  const commands = await orAborted(serving, stopping);

  return async () => {
    await Promise.all(exchanges.map((exchange) => exchange.close()));
    // What still writes must have ended before the database closes, and what still answers before NATS does.
    const ended = Promise.allSettled([...working.flatMap((one) => one.ended), run.idle()]);
    await Promise.race([ended, sleep(LONGEST_FINISH_MS, undefined, { ref: false })]);
    await commands.close();
    silence();
    await Promise.all(working.map((one) => one.leave()));
    await bus.close();
    await files.close();
    await database.close();
    await healthServer.close();
  };
}
