import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type DatabaseKind } from '@fullcarry/testing/each-database';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats } from '@fullcarry/testing/start-nats';
import { setTimeout as sleep } from 'node:timers/promises';
import { Facts, type Wanted } from '@fullcarry/testing/facts';
import { Replay } from '@fullcarry/testing/replay';

/** The instant to which the recordings are moved, and at which the clock stands: runs can be compared. */
export const NOW_MS = Date.parse('2026-08-01T12:30:00Z');

/** What makes a run short; each test adds what it is about. */
const QUICK = {
  METRICS_PORT: '0',
  HISTORICAL_SERIES: 'candles,funding',
  HISTORICAL_RETRY_BASE_MS: '20',
  REQUEST_TIMEOUT_MS: '1000',
  GAP_CONFIRM_MINUTES: '0.02',
  RATE_BUDGET: '0.8',
  SCRUB_DAYS: '0',
};

/** Longer than anything here takes, shorter than a test may last. */
const LONGEST_WAIT_MS = 110_000;

export interface StackOptions {
  readonly database?: DatabaseKind;
  /** More flags for the replay exchange. */
  readonly replay?: readonly string[];
  /** Variables of every fetcher. */
  readonly fetcher?: Readonly<Record<string, string>>;
}

const opened: (() => Promise<unknown>)[] = [];

/** Ends every process of the test and removes what they left; for afterEach. */
export async function closeStacks(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

/** Real processes: nats-server, a replay exchange whose clock stands still, and fetchers on one database. */
export class Stack {
  private constructor(
    readonly replay: Replay,
    readonly facts: Facts,
    readonly databaseUrl: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(options: StackOptions = {}): Promise<Stack> {
    const clock = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
    const database = await emptyDatabase(options.database ?? 'sqlite');
    opened.push(() => database.remove());
    const nats = await startNats();
    opened.push(() => nats.close());
    const replay = await Replay.start([...clock, ...(options.replay ?? [])]);
    opened.push(() => replay.close());
    const facts = await Facts.open(nats.url);
    opened.push(() => facts.close());
    return new Stack(replay, facts, database.url, {
      ...QUICK,
      EXCHANGE_URL: replay.url,
      DATABASE_URL: database.url,
      NATS_URL: nats.url,
      ...options.fetcher,
    });
  }

  /** One more fetcher on the same database and NATS. */
  startFetcher(environment: Readonly<Record<string, string>> = {}): RunningApp {
    const fetcher = startApp('fetcher', { environment: { ...this.environment, ...environment } });
    opened.push(() => fetcher.stop('SIGKILL'));
    return fetcher;
  }

  /** Starts a fetcher and waits until it says that the history is proven. */
  async runToReady(
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ fetcher: RunningApp; ready: DataReady }> {
    const since = this.facts.heard.length;
    const fetcher = this.startFetcher(environment);
    return { fetcher, ready: await this.ready(fetcher, { since }) };
  }

  /** The next `data.ready`; fails when the fetcher ends before. */
  ready(fetcher: RunningApp, wanted?: Wanted<DataReady>): Promise<DataReady> {
    return this.fact<DataReady>('data.ready', fetcher, wanted);
  }

  /** The next fact of the subject; fails when the fetcher ends before. */
  fact<Payload>(subject: string, fetcher: RunningApp, wanted?: Wanted<Payload>): Promise<Payload> {
    const died = fetcher.ended().then((code): never => {
      const logged = fetcher.lines.slice(-20).join('\n');
      throw new Error(`The fetcher ended with ${code} before ${subject}:\n${logged}`);
    });
    died.catch(() => undefined);
    return Promise.race([this.facts.next(subject, wanted), died, this.late(subject, fetcher)]);
  }

  /** Fails before the test's own time is over, and says why nothing came. */
  private async late(subject: string, fetcher: RunningApp): Promise<never> {
    await sleep(LONGEST_WAIT_MS, undefined, { ref: false });
    const lastProgress = JSON.stringify(this.facts.of('data.progress').at(-1));
    const logged = fetcher.lines.slice(-20).join('\n');
    throw new Error(`No ${subject} came; the last progress was ${lastProgress}:\n${logged}`);
  }

  /** The fetchers' database, through the library that reads it; the caller closes it. */
  openDatabase(): Promise<Database> {
    return openDatabase(this.databaseUrl);
  }
}
