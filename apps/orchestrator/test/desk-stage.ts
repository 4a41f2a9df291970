import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskState, DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { Facts } from '@fullcarry/testing/facts';
import { ASK, command, commandsInTurn } from '@fullcarry/testing/command';
import { Replay } from '@fullcarry/testing/replay';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { jest } from '@jest/globals';

/** Where the recordings end and the clock begins: half an hour in which nothing becomes due. */
export const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const CLOCK = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '1'];
const MARKETS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];

const QUICK = {
  REQUEST_TIMEOUT_MS: '5000',
  METRICS_PORT: '0',
  LOG_FORMAT: 'json',
};

const FETCHER = {
  HISTORICAL_TOP_PAIRS: '3',
  HISTORICAL_LOOKBACK_DAYS: '40',
  HISTORICAL_RETRY_BASE_MS: '20',
  GAP_CONFIRM_MINUTES: '0.02',
  SCRUB_DAYS: '0',
};

/**
 * What the fetchers leave of the limit: the exchange's clock is another than this machine's, so that each reading
 * at it takes five answers.
 */
const ORCHESTRATOR = {
  SCAN_INTERVAL_SECONDS: '1',
  POLL_SECONDS: '5',
  LEASE_SECONDS: '4',
  DESK_RATE_BUDGET: '0.2',
};

/** Settings with which every market that can be traded is opened. */
export const EAGER = {
  entryNetYield: 0,
  minHoldingYield: -0.9,
  maxBreakEvenHours: 80_000,
  holdingHours: 8_760,
  minTurnoverUsdt24h: 0,
  spotFeeBps: 0,
  perpFeeBps: 0,
  slippageBps: 0,
};

// A machine that is busy with other specs takes its time.
jest.setTimeout(120_000);

const opened: (() => Promise<unknown>)[] = [];

/** Ends every process of the test by its pid and removes what they left; for afterEach and afterAll. */
export async function closeStages(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

export function atTheEnd(close: () => unknown): void {
  opened.push(async () => close());
}

/** Real processes around a desk: NATS, a replay exchange, a database, fetchers and orchestrators. */
export class DeskStage {
  private constructor(
    readonly nats: RunningNats,
    readonly replay: Replay,
    readonly facts: Facts,
    private readonly databaseUrl: string,
  ) {}

  /** `markets`: of the replay, by native id. */
  static async open(markets: readonly string[] = MARKETS): Promise<DeskStage> {
    const database = await emptyDatabase('sqlite');
    atTheEnd(() => database.remove());
    const nats = await startNats();
    atTheEnd(() => nats.close());
    const replay = await Replay.start([...CLOCK, '--symbols', markets.join(',')]);
    atTheEnd(() => replay.close());
    const facts = await Facts.open(nats.url, ['data.>', 'desk.>', 'market.>']);
    atTheEnd(() => facts.close());
    return new DeskStage(nats, replay, facts, database.url);
  }

  startFetcher(environment: Readonly<Record<string, string>> = {}): RunningApp {
    return this.start('fetcher', { ...FETCHER, ...environment });
  }

  startOrchestrator(environment: Readonly<Record<string, string>> = {}): RunningApp {
    return this.start('orchestrator', { ...ORCHESTRATOR, ...environment });
  }

  /** A desk that has no fetcher and needs none. */
  startLiveDesk(environment: Readonly<Record<string, string>> = {}): RunningApp {
    return this.startOrchestrator({ HISTORICAL_ENABLED: 'false', ...environment });
  }

  /** The first such state that is published after the `since` first facts. */
  status(isIt: (status: DeskStatus) => boolean, since = 0): Promise<DeskStatus> {
    return this.facts.next<DeskStatus>('desk.status', { since, isIt });
  }

  state(state: DeskState, since?: number): Promise<DeskStatus> {
    return this.status((status) => status.state === state, since);
  }

  cycle(isIt: (cycle: DeskCycle) => boolean = () => true, since = 0): Promise<DeskCycle> {
    return this.facts.next<DeskCycle>('desk.cycle', { since, isIt });
  }

  command(name: string, more: object = {}): Promise<unknown> {
    return this.commandText(name, JSON.stringify({ v: 1, ...more }));
  }

  /** Commands that arrive in this order, none of which waits for the one before. */
  commandsInTurn(names: readonly string[]): Promise<unknown[]> {
    const commands = names.map((name) => ({ subject: `order.desk.${name}`, payload: ASK }));
    return commandsInTurn(this.nats.url, commands);
  }

  commandText(name: string, text: string): Promise<unknown> {
    return command(this.nats.url, `order.desk.${name}`, text);
  }

  /** Every position that was ever opened, and its fills. */
  async ledger(): Promise<{ positions: StoredPosition[]; fills: StoredFill[] }> {
    const database = await openDatabase(this.databaseUrl);
    const store = new DeskStore(database, 'bybit');
    const positions = await store.positions({ limit: 1_000 });
    const fills = await Promise.all(positions.map(({ id }) => store.fills(id)));
    await database.close();
    return { positions, fills: fills.flat() };
  }

  /** Changes the database behind the desk's back. */
  async execute(sql: string): Promise<void> {
    const database = await openDatabase(this.databaseUrl);
    await database.execute(sql);
    await database.close();
  }

  private start(app: string, environment: Readonly<Record<string, string>>): RunningApp {
    const running = startApp(app, {
      environment: {
        ...QUICK,
        EXCHANGE_URL: this.replay.url,
        DATABASE_URL: this.databaseUrl,
        NATS_URL: this.nats.url,
        ...environment,
      },
    });
    atTheEnd(() => running.stop('SIGKILL'));
    return running;
  }
}

/** Lines that nobody should ever read: a stack, or a promise that nobody waited for. */
export function traces(app: RunningApp): string[] {
  return app.lines.filter((line) => /^\s+at |\\n\s+at |unhandled|uncaught/i.test(line));
}
