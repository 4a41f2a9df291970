import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../set-up/free-port.mjs';
import { root } from '../../set-up/set-up.mjs';
import { Program } from '../process.mjs';
import { NatsCluster } from './nats-cluster.mjs';

export const TOKEN = 'a-token-of-the-drill';
export const LEASE_SECONDS = 10;
const HOUR_MS = 3_600_000;

/** Bybit is proven at once, so that the desk trades; OKX, whose pages are small, is fetched for as long as the drill lasts. */
const SETTINGS = {
  HISTORICAL_TOP_PAIRS: '3',
  HISTORICAL_RETRY_BASE_MS: '20',
  REQUEST_TIMEOUT_MS: '2000',
  GAP_CONFIRM_MINUTES: '0.02',
  SCRUB_DAYS: '0',
  ARCHIVE_URL: 'off',
  POLL_SECONDS: '1',
  SCAN_INTERVAL_SECONDS: '2',
  LEASE_SECONDS: `${LEASE_SECONDS}`,
  HTTP_PORT: '0',
  HTTP_SOCKETS_PER_ADDRESS: '1000',
  HTTP_READS_PER_MINUTE: '0',
  DASHBOARD_TOKEN: TOKEN,
  LOG_FORMAT: 'json',
  LOG_LEVEL: 'info',
};
const EXCHANGES = { bybit: 'bybit,okx', desk: 'bybit' };

/** The whole of it on a NATS cluster; `undisturbed`: one fetcher on one server, for the certificates that are right. */
export class ClusterStack {
  static async start({ lookbackDays, rateBudget, exchangeUrl, undisturbed = false }) {
    const stack = new ClusterStack();
    stack.folder = mkdtempSync(join(tmpdir(), 'fullcarry-cluster-'));
    mkdirSync(join(stack.folder, 'data'));
    stack.services = [];
    stack.nats = await NatsCluster.start(stack.folder, 3);
    stack.exchangeUrl = exchangeUrl ?? (await stack.startExchange());
    const fetching = {
      EXCHANGE: EXCHANGES.bybit,
      EXCHANGE_URL: `bybit=${stack.exchangeUrl},okx=${stack.exchangeUrl}`,
      HISTORICAL_LOOKBACK_DAYS: `${lookbackDays}`,
      RATE_BUDGET: `${rateBudget}`,
    };
    const desk = { EXCHANGE: EXCHANGES.desk, EXCHANGE_URL: stack.exchangeUrl };
    await stack.service('fetcher', 'fetcher 1', fetching);
    if (undisturbed) return stack;
    await stack.service('fetcher', 'fetcher 2', fetching);
    await stack.service('orchestrator', 'orchestrator 1', desk);
    await stack.service('orchestrator', 'orchestrator 2', desk);
    await stack.service('gateway', 'gateway', { ...fetching, EXCHANGE_URL: undefined });
    stack.gatewayUrl = await stack.printed('gateway', 'The gateway listens');
    return stack;
  }

  get databaseFile() {
    return join(this.folder, 'data/fullcarry.db');
  }

  async startExchange() {
    const port = await freePort();
    const main = join(root, 'apps/replay-exchange/bundle/main.js');
    const args = [main, '--port', `${port}`, '--api', 'bybit,okx'];
    const log = join(this.folder, 'exchange.log');
    this.exchange = new Program('replay-exchange', process.execPath, args, {}, log);
    await once(this.exchange.start(), 'message');
    return `http://127.0.0.1:${port}`;
  }

  async service(name, label, more) {
    const metricsPort = await freePort();
    const environment = {
      ...SETTINGS,
      ...more,
      METRICS_PORT: `${metricsPort}`,
      DATABASE_URL: `file:${this.databaseFile}`,
      NATS_URL: this.nats.urlOf(name),
      NATS_REPLICAS: '3',
    };
    for (const [key, value] of Object.entries(environment)) {
      if (value === undefined) delete environment[key];
    }
    const main = [join(root, 'apps', name, 'bundle/main.js')];
    const log = join(this.folder, `${label}.log`);
    const service = new Program(label, process.execPath, main, environment, log);
    this.services.push(Object.assign(service, { metricsUrl: `http://127.0.0.1:${metricsPort}` }));
    service.start();
  }

  /** The URL in the line of a service's log that holds the text. */
  async printed(label, text) {
    const service = this.services.find(({ name }) => name === label);
    for (;;) {
      await sleep(200);
      const line = service.lines().find((one) => one.includes(text));
      if (line) return JSON.parse(line).url;
    }
  }

  /** The certificate of an exchange's history once it is proven up to the last whole hour before an instant. */
  async provenSince(exchange, atMs) {
    const ready = await this.nats.retained(`data.ready.${exchange}`);
    const isUpTo = ready !== undefined && ready.window.toMs >= atMs - (atMs % HOUR_MS);
    return isUpTo ? ready.datasetSha256 : undefined;
  }

  async moveClock(setting) {
    const response = await fetch(`${this.exchangeUrl}/replay/clock`, {
      method: 'POST',
      body: JSON.stringify(setting),
    });
    return response.json();
  }

  /** With the right token, as a person would: by whatever answers in time. */
  async command(method, path, body) {
    try {
      const response = await fetch(`${this.gatewayUrl}/api/desk${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(15_000),
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      return { status: 0, body: String(error) };
    }
  }

  async close(keep) {
    for (const service of this.services) await service.end('SIGTERM');
    await this.exchange?.end();
    await this.nats.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
