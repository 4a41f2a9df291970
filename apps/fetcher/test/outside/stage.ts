import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { emptyDatabase, type DatabaseKind } from '@fullcarry/testing/each-database';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { jest } from '@jest/globals';
import { Replay } from '@fullcarry/testing/replay';
import { retainedFact } from '@fullcarry/testing/retained-fact';
import { until } from '@fullcarry/testing/until';

/** Where the recordings end and the clock stands: every run at this instant has the same certificate. */
export const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const STOPPED_CLOCK = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];

/** Three markets, forty days: a run of a second or two. */
const SMALL = {
  HISTORICAL_SERIES: 'candles,funding',
  HISTORICAL_TOP_PAIRS: '3',
  HISTORICAL_LOOKBACK_DAYS: '40',
  HISTORICAL_RETRY_BASE_MS: '20',
  REQUEST_TIMEOUT_MS: '1000',
  GAP_CONFIRM_MINUTES: '0.02',
  SCRUB_DAYS: '0',
  METRICS_PORT: '0',
};
const MARKETS = 'BTCUSDT,ETHUSDT,INJUSDT';

export interface StageOptions {
  readonly database?: DatabaseKind;
  /** Instead of a clock that stands still. */
  readonly clock?: readonly string[];
  readonly markets?: string;
  readonly replay?: readonly string[];
  readonly fetcher?: Readonly<Record<string, string>>;
}

// A machine that is busy with other specs takes its time.
jest.setTimeout(60_000);

const opened: (() => Promise<unknown>)[] = [];

/** Ends every process of the test by its pid and removes what they left; for afterEach and afterAll. */
export async function closeStages(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

/** What happens when the test is over, also when it failed. */
export function atTheEnd(close: () => unknown): void {
  opened.push(async () => close());
}

/** The surroundings of a fetcher, each of which can be away: NATS, an exchange, a database. */
export class Stage {
  private running: Replay | undefined;
  /** Chosen by the exchange when it starts for the first time, and kept. */
  private exchangeUrl = '';

  private constructor(
    readonly nats: RunningNats,
    readonly databaseUrl: string,
    private readonly options: StageOptions,
  ) {}

  static async open(options: StageOptions = {}): Promise<Stage> {
    const database = await emptyDatabase(options.database ?? 'sqlite');
    atTheEnd(() => database.remove());
    const nats = await startNats();
    atTheEnd(() => nats.close());
    const stage = new Stage(nats, database.url, options);
    atTheEnd(() => stage.stopExchange());
    await stage.startExchange();
    return stage;
  }

  get exchange(): Replay {
    if (!this.running) throw new Error('The exchange is away');
    return this.running;
  }

  /** The same exchange at the same address each time. */
  async startExchange(more: readonly string[] = []): Promise<void> {
    const { clock = STOPPED_CLOCK, markets = MARKETS, replay = [] } = this.options;
    const port = this.exchangeUrl === '' ? '0' : new URL(this.exchangeUrl).port;
    const flags = ['--port', port, ...clock, '--symbols', markets, ...replay, ...more];
    this.running = await Replay.start(flags);
    this.exchangeUrl = this.running.url;
  }

  async stopExchange(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  /** What a fetcher of this stage is told. */
  get environment(): Readonly<Record<string, string>> {
    return {
      ...SMALL,
      EXCHANGE_URL: this.exchangeUrl,
      DATABASE_URL: this.databaseUrl,
      NATS_URL: this.nats.url,
      LOG_FORMAT: 'json',
      ...this.options.fetcher,
    };
  }

  startFetcher(environment: Readonly<Record<string, string>> = {}): RunningApp {
    const fetcher = startApp('fetcher', {
      environment: { ...this.environment, ...environment },
    });
    atTheEnd(() => fetcher.stop('SIGKILL'));
    return fetcher;
  }

  /** A new fetcher that has just proven the history: the certificate that the bus keeps then. */
  async readyFetcher(
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ fetcher: RunningApp; ready: DataReady }> {
    const fetcher = this.startFetcher(environment);
    await fetcher.prints('The history is proven');
    return { fetcher, ready: await this.ready() };
  }

  /** The `data.ready` that whoever comes late gets; waited for. */
  ready(): Promise<DataReady> {
    return until(async () => (await this.retained('data.ready')) as DataReady | undefined);
  }

  retained(subject: string): Promise<unknown> {
    return retainedFact(this.nats.url, subject);
  }
}

/** The certificate of this stage's data when nothing goes wrong. */
export async function undisturbed(options: StageOptions = {}): Promise<string> {
  const stage = await Stage.open(options);
  const { fetcher, ready } = await stage.readyFetcher();
  await fetcher.stop();
  return ready.datasetSha256;
}

/** Lines that nobody should ever read: a stack, or a promise that nobody waited for. */
export function traces(app: RunningApp): string[] {
  return app.lines.filter((line) => /^\s+at |\\n\s+at |unhandled|uncaught/i.test(line));
}
