import { startApp, urlOf, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import getPort from 'get-port';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Six markets, sixty days: fetched in a second or two. */
const SMALL = {
  HISTORICAL_TOP_PAIRS: '6',
  HISTORICAL_LOOKBACK_DAYS: '60',
  HISTORICAL_MAX_RETRIES: '1',
  HISTORICAL_RETRY_BASE_MS: '20',
  REQUEST_TIMEOUT_MS: '1000',
  GAP_CONFIRM_MINUTES: '0.02',
  SCRUB_DAYS: '0',
  METRICS_PORT: '0',
  SCAN_INTERVAL_SECONDS: '2',
  POLL_SECONDS: '1',
  FIRST_POLL_TIMEOUT_SECONDS: '1',
};
const MARKETS = 'BTCUSDT,ETHUSDT,SOLUSDT,INJUSDT,ADAUSDT,AAVEUSDT';

type Environment = Readonly<Record<string, string>>;

/** The whole program as processes of its own, on free ports of this machine; each part can be away. */
export class Stage {
  private readonly running = new Set<RunningApp>();
  private gateway: RunningApp | undefined;
  private replayUrl = '';

  private constructor(
    readonly nats: RunningNats,
    private readonly folder: { readonly path: string; remove(): void },
    private readonly replayPort: number,
    private readonly httpPort: number,
    private readonly environment: Environment,
    private readonly exchanges: readonly string[],
  ) {}

  /** `exchanges`: all that the replay plays and the program collects; the desk trades on the first. */
  static async open(
    environment: Environment = {},
    exchanges: readonly string[] = ['bybit'],
  ): Promise<Stage> {
    const nats = await startNats();
    const [replayPort, httpPort] = [await freePort(), await freePort()];
    return new Stage(nats, tempFolder(), replayPort, httpPort, environment, exchanges);
  }

  /** Where the dashboard is. */
  get url(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  private get databaseUrl(): string {
    return `file:${this.folder.path}/stage.db`;
  }

  private get all(): Environment {
    const url = `http://127.0.0.1:${this.replayPort}`;
    return {
      ...SMALL,
      EXCHANGE: this.exchanges.join(','),
      EXCHANGE_URL: this.exchanges.map((exchange) => `${exchange}=${url}`).join(','),
      NATS_URL: this.nats.url,
      DATABASE_URL: this.databaseUrl,
      HTTP_PORT: String(this.httpPort),
      DASHBOARD_FOLDER: fileURLToPath(new URL('../dist', import.meta.url)),
      ...this.environment,
    };
  }

  private start(name: string, environment: Environment = {}): RunningApp {
    const app = startApp(name, { environment: { ...this.all, ...environment } });
    this.running.add(app);
    return app;
  }

  async stop(app: RunningApp, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.running.delete(app);
    await app.stop(signal);
  }

  async startGateway(): Promise<void> {
    this.gateway = this.start('gateway');
    await this.gateway.prints('The gateway listens');
  }

  async stopGateway(): Promise<void> {
    if (this.gateway) await this.stop(this.gateway);
    this.gateway = undefined;
  }

  startFetcher(): RunningApp {
    return this.start('fetcher');
  }

  async startBacktester(): Promise<void> {
    await this.start('backtester').prints('Backtests are taken');
  }

  startOrchestrator(): RunningApp {
    return this.start('orchestrator');
  }

  /** Runs a command of the command line on this database to its end; returns what it printed. */
  async command(args: readonly string[]): Promise<readonly string[]> {
    const app = startApp('cli', {
      args: [...args, '--database', this.databaseUrl],
      environment: this.all,
    });
    const code = await app.ended();
    if (code !== 0) throw new Error(`It ended with ${code}:\n${app.lines.join('\n')}`);
    return app.lines;
  }

  /** `rules`: what the exchange does wrong from its first answer on. */
  async startReplay(rules: readonly object[] = []): Promise<void> {
    const file = `${this.folder.path}/faults.json`;
    writeFileSync(file, JSON.stringify({ faults: rules }));
    const port = String(this.replayPort);
    const apis = this.exchanges.join(',');
    const args = ['--api', apis, '--port', port, '--symbols', MARKETS, '--faults-file', file];
    const replay = startApp('replay-exchange', { args });
    this.running.add(replay);
    this.replayUrl = await urlOf(replay);
  }

  /** From now on the exchange does everything right. */
  async mendReplay(): Promise<void> {
    const response = await fetch(`${this.replayUrl}/replay/faults?seed=1`, {
      method: 'PUT',
      body: '[]',
    });
    if (!response.ok) throw new Error(`It was refused: ${await response.text()}`);
  }

  /** Does the work; where it fails, what the page showed and the processes printed last comes with the error. */
  async play(page: Page, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const shown = await page.locator('body').innerText({ timeout: 5_000 });
      throw new Error(
        `${String(error)}\n\nThe page:\n${shown.slice(0, 2_000)}\n\n${this.lastLines()}`,
        { cause: error },
      );
    }
  }

  private lastLines(): string {
    return [...this.running]
      .map(({ process, lines }) => {
        const end = process.exitCode === null ? 'runs' : `ended with ${process.exitCode}`;
        return `${process.spawnargs[1] ?? ''} ${end}:\n${lines.slice(-8).join('\n')}`;
      })
      .join('\n\n');
  }

  /** Ends every process by its pid and removes what they left. */
  async close(): Promise<void> {
    await Promise.all([...this.running].map((app) => app.stop('SIGKILL')));
    await this.nats.close();
    this.folder.remove();
  }
}

function freePort(): Promise<number> {
  return getPort({ host: '127.0.0.1' });
}
