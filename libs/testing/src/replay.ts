import { startApp, urlOf, type RunningApp } from './start-app.js';

/** What the replay says about one market; all that a reader needs to find its recorded rows. */
export interface ReplayedMarket {
  readonly symbol: string;
  readonly role: string;
  readonly settleCoin: string;
  readonly contractType: string;
  readonly launchedAtMs: number;
  readonly recordingEndsAtMs: number;
  readonly shiftWeeks: number;
  readonly candlesFrom: string;
  readonly fundingFrom: string | null;
}

/** One request as the replay answered it; `fault` is null when the answer was true. */
export interface ServedRequest {
  readonly sequence: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly fault: string | null;
}

export interface ReplayStats {
  readonly requests: number;
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly breaches: number;
  readonly banned: number;
  readonly faultsInjected: Readonly<Record<string, number>>;
  readonly limits: readonly LimitStats[];
  /** Bybit's limit alone counts over five seconds. */
  readonly peakPer5s?: number;
}

/** What one limit of the exchange saw. `peak`: the most in any window, of one address and bucket. */
export interface LimitStats {
  readonly name: string;
  readonly most: number;
  readonly windowMs: number;
  readonly peak: number;
  readonly breaches: number;
}

/** A replay exchange in a process of its own, and its control API. */
export class Replay {
  private constructor(
    readonly url: string,
    private readonly app: RunningApp,
  ) {}

  static async start(flags: readonly string[]): Promise<Replay> {
    const app = startApp('replay-exchange', { args: ['--port', '0', ...flags] });
    try {
      return new Replay(await urlOf(app), app);
    } catch (error) {
      await app.stop('SIGKILL');
      throw error;
    }
  }

  /** `api`: of the first one when left out. */
  describe(api?: string): Promise<{ nowMs: number; markets: ReplayedMarket[] }> {
    return this.control('GET', api === undefined ? '' : `?api=${api}`);
  }

  stats(): Promise<ReplayStats> {
    return this.control('GET', '/stats');
  }

  /** The requests after that sequence number, in the order of their answers. */
  requests(since = 0): Promise<{ lastSequence: number; requests: ServedRequest[] }> {
    return this.control('GET', `/requests?since=${since}`);
  }

  async moveClock(nowMs: number): Promise<void> {
    await this.control('POST', '/clock', { nowMs });
  }

  /** Lets the clock run at that speed (0 stops it), from where it stands when no instant is given. */
  async runClock(speed: number, nowMs?: number): Promise<{ nowMs: number }> {
    return this.control('POST', '/clock', { speed, ...(nowMs !== undefined && { nowMs }) });
  }

  async faults(rules: readonly object[], seed = 1): Promise<void> {
    await this.control('PUT', `/faults?seed=${seed}`, rules);
  }

  /** Every kind of fault that the replay knows. */
  async faultKinds(): Promise<string[]> {
    const { kinds } = await this.control<{ kinds: { kind: string }[] }>('GET', '/faults');
    return kinds.map(({ kind }) => kind);
  }

  /** Counts and the log of requests start again. */
  async reset(): Promise<void> {
    await this.control('POST', '/reset');
  }

  async scenario(scenario: object): Promise<void> {
    await this.control('PUT', '/scenario', scenario);
  }

  async close(): Promise<void> {
    await this.app.stop('SIGKILL');
  }

  private async control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/replay${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
