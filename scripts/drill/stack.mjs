import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../set-up/free-port.mjs';
import { root } from '../set-up/set-up.mjs';
import { cutProxy } from './cut-proxy.mjs';
import { Program } from './process.mjs';

export const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
export const HOUR_MS = 3_600_000;
/** Where the exchange's clock stands at the end of every drill. */
export const END_MS = NOW_MS + 9 * HOUR_MS;

/** Three markets, forty days, slowly enough that something breaks in the middle. */
const SERVICE = {
  HISTORICAL_TOP_PAIRS: '3',
  HISTORICAL_LOOKBACK_DAYS: '40',
  HISTORICAL_RETRY_BASE_MS: '20',
  REQUEST_TIMEOUT_MS: '2000',
  GAP_CONFIRM_MINUTES: '0.02',
  SCRUB_DAYS: '0',
  RATE_BUDGET: '0.06',
  DESK_RATE_BUDGET: '0.02',
  POLL_SECONDS: '1',
  SCAN_INTERVAL_SECONDS: '2',
  METRICS_PORT: '0',
  HTTP_PORT: '0',
  LOG_FORMAT: 'json',
  LOG_LEVEL: 'debug',
};
/** The limit that makes these budgets the usual four fifths of it. */
const LIMIT = (600 * (0.06 + 0.02)) / 0.8;
const DISK = '48m';

const fromCli = createRequire(join(root, 'apps/cli/package.json'));
const { connect } = await import(fromCli.resolve('@nats-io/transport-node'));

/** Everything that runs in one drill, in a folder of its own and on free ports. */
export class Stack {
  /** `services`: which start with it; `databaseUrl`: of an empty PostgreSQL, where it is not a file of its own. */
  static async start({ services, databaseUrl }) {
    const stack = new Stack();
    stack.givenDatabaseUrl = databaseUrl;
    stack.folder = mkdtempSync(join(tmpdir(), 'fullcarry-drill-'));
    stack.data = join(stack.folder, 'data');
    mkdirSync(stack.data);
    stack.whyNoDisk = mountSmall(stack.data);
    stack.natsPort = await freePort();
    stack.nowMs = NOW_MS;
    const log = (name) => join(stack.folder, `${name}.log`);
    stack.natsStore = join(stack.folder, 'nats');
    const listen = ['-js', '-sd', stack.natsStore, '-a', '127.0.0.1', '-p', `${stack.natsPort}`];
    stack.nats = new Program('nats', 'nats-server', listen, {}, log('nats'), false);
    stack.nats.start();
    stack.exchangePort = await freePort();
    stack.exchange = new Program('replay-exchange', process.execPath, [], {}, log('exchange'));
    await stack.startExchange();
    stack.services = [];
    const names = services === 'none' ? [] : ['fetcher', 'fetcher'];
    if (services === 'all') names.push('orchestrator', 'gateway');
    for (const [i, name] of names.entries()) {
      await stack.startService(name, name === 'fetcher' ? `fetcher ${i + 1}` : name);
    }
    return stack;
  }

  /** `from`: the folder of the version whose bundle runs. */
  async startService(kind, label, { from = root, environment = {} } = {}) {
    const proxy = await cutProxy(this.natsPort);
    const whole = {
      ...SERVICE,
      EXCHANGE_URL: this.exchangeUrl,
      DATABASE_URL: this.databaseUrl,
      NATS_URL: `nats://127.0.0.1:${proxy.port}`,
      ...environment,
    };
    const main = [join(from, 'apps', kind, 'bundle/main.js')];
    const log = join(this.folder, `${label}.log`);
    const service = new Program(label, process.execPath, main, whole, log);
    this.services.push(Object.assign(service, { kind, proxy }));
    service.start();
    return service;
  }

  get exchangeUrl() {
    return `http://127.0.0.1:${this.exchangePort}`;
  }

  get databaseFile() {
    return join(this.data, 'fullcarry.db');
  }

  get databaseUrl() {
    return this.givenDatabaseUrl ?? `file:${this.databaseFile}`;
  }

  of(kind) {
    return this.services.filter((service) => service.kind === kind);
  }

  async startExchange() {
    const clock = ['--anchor', `${NOW_MS}`, '--now', `${this.nowMs}`, '--speed', '0'];
    const limit = ['--limit', `${LIMIT}`, '--ban-seconds', '5'];
    const rest = ['--symbols', 'BTCUSDT,ETHUSDT,INJUSDT', '--hold-seconds', '5', ...limit];
    this.breachesSeen = 0;
    const main = join(root, 'apps/replay-exchange/bundle/main.js');
    this.exchange.args = [main, '--port', `${this.exchangePort}`, ...clock, ...rest];
    await once(this.exchange.start(), 'message');
  }

  async control(method, path, body) {
    const response = await fetch(`${this.exchangeUrl}/replay${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }

  /** The exchange goes on: there is something new to fetch. */
  async moveClock(nowMs) {
    this.nowMs = nowMs;
    await this.control('POST', '/clock', { nowMs });
  }

  /** Tells a fetcher to sync, as the orchestrator does; waits for no answer that does not come. */
  async sync() {
    await this.onBus((bus) =>
      bus.request('order.data.sync', JSON.stringify({ v: 1 }), { timeout: 1_000 }),
    );
  }

  /** What whoever comes late receives; undefined when NATS is away or has nothing. */
  async retained(subject) {
    const reply = await this.onBus((bus) =>
      bus.request(`$JS.API.DIRECT.GET.FACTS.${subject}`, '', { timeout: 1_000 }),
    );
    return reply === undefined || reply.headers?.hasError ? undefined : reply.json();
  }

  async onBus(work) {
    let bus;
    try {
      bus = await connect({
        servers: `127.0.0.1:${this.natsPort}`,
        reconnect: false,
        timeout: 1_000,
      });
      return await work(bus);
    } catch {
      return undefined;
    } finally {
      await bus?.close();
    }
  }

  async until(read, longestMs = 180_000) {
    const untilMs = performance.now() + longestMs;
    for (;;) {
      const seen = await read();
      if (seen !== undefined && seen !== false) return seen;
      if (performance.now() > untilMs) return undefined;
      await sleep(200);
    }
  }

  /** What runs a service starts it again when it ended. */
  startDead() {
    for (const service of this.services) if (!service.isRunning) service.start();
  }

  async close(keep) {
    for (const service of this.services) {
      service.signal('SIGCONT');
      await service.end();
      service.proxy.close();
    }
    await this.exchange.end();
    await this.nats.end();
    if (this.whyNoDisk === undefined) execFileSync('umount', [this.data]);
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A small disk for the database; returns why there is none. */
function mountSmall(folder) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
    return undefined;
  } catch {
    return 'only root may mount a small disk';
  }
}
