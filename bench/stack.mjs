import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { startNats } from '@fullcarry/testing/start-nats';
import { startDatabase } from './empty-database.mjs';
import { cpuSeconds, memoryMb } from './process-usage.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
export const nowMs = () => performance.timeOrigin + performance.now();

/** A bench exchange in a process of its own. `settings`: markets, latencyMs, limit (0: none), nowMs, and `api`: Bybit’s or binance. */
export async function startExchange(settings) {
  const program = settings.api === 'binance' ? 'exchange/binance.mjs' : 'exchange/main.mjs';
  const child = fork(path(program), [JSON.stringify(settings)], { stdio: 'inherit' });
  const [{ url }] = await once(child, 'message');
  return {
    url,
    stats: async () => (await fetch(`${url}/bench/stats`)).json(),
    reset: () => fetch(`${url}/bench/reset`),
    close: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Real processes around one fetcher, on an empty database: nats-server and a bench exchange. */
export class Stack {
  closing = [];

  static async start(settings, kind = 'sqlite') {
    const stack = new Stack();
    stack.database = await startDatabase(kind);
    stack.closing.push(() => stack.database.remove());
    stack.nats = await startNats();
    stack.closing.push(() => stack.nats.close());
    stack.exchange = await startExchange(settings);
    stack.closing.push(() => stack.exchange.close());
    stack.bus = await connect({ servers: stack.nats.url });
    stack.closing.push(() => stack.bus.close());
    return stack;
  }

  get databasePath() {
    return this.database.url.slice('file:'.length);
  }

  /**
   * Runs a fetcher until it says `data.ready`; times are epoch ms with fractions, by this machine's clock.
   *
   * `unlimited`: without the exchange's limit. `profile`: a folder for a CPU profile of the fetcher. `meanwhile`: what
   * happens then, before the fetcher is stopped; it is given the process, which reports how long its event loop is blocked.
   */
  async runToReady(environment, options = {}) {
    const { unlimited = false, profile = process.env.BENCH_PROFILE, meanwhile } = options;
    await this.exchange.reset();
    const ready = this.#heard('data.ready');
    const startedAtMs = nowMs();
    const fetcher = fork(path('../apps/fetcher/bundle/main.js'), [], {
      execArgv: [
        ...(unlimited ? ['--import', path('unlimited.mjs')] : []),
        ...(meanwhile ? ['--import', path('event-loop.mjs')] : []),
        ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []),
      ],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LOG_LEVEL: process.env.BENCH_LOG ?? 'warn',
        LOG_FORMAT: 'json',
        METRICS_PORT: '0',
        SCRUB_DAYS: '0',
        EXCHANGE_URL: this.exchange.url,
        DATABASE_URL: this.database.url,
        NATS_URL: this.nats.url,
        // One kind of candles, so that runs of before can be compared; whoever measures all says so.
        HISTORICAL_SERIES: 'candles,funding',
        ...environment,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ended = once(fetcher, 'exit').then(([code]) => {
      throw new Error(`The fetcher ended with ${code} before data.ready`);
    });
    ended.catch(() => undefined);
    const memory = [];
    const sampling = setInterval(() => memory.push(memoryMb(fetcher.pid)), 1_000);
    try {
      const fact = await Promise.race([ready, ended]);
      const found = meanwhile && (await Promise.race([meanwhile(fetcher), ended]));
      return {
        found,
        startedAtMs,
        readyAtMs: fact.heardAtMs,
        ready: fact.payload,
        cpuSeconds: cpuSeconds(fetcher.pid),
        memoryMb: memory,
        peakMb: memoryMb(fetcher.pid, 'VmHWM'),
        exchange: await this.exchange.stats(),
      };
    } finally {
      clearInterval(sampling);
      fetcher.kill('SIGTERM');
      await ended.catch(() => undefined);
    }
  }

  async close() {
    for (const close of this.closing.reverse()) await close();
  }

  async #heard(subject) {
    const heard = this.bus.subscribe(subject, { max: 1 });
    for await (const message of heard) return { heardAtMs: nowMs(), payload: message.json() };
    throw new Error(`The bus closed before ${subject}`);
  }
}
