import {
  backtestProgressSubject,
  BacktestProgressV1,
  boundedReason,
  type BacktestProgress,
} from '@fullcarry/contracts/facts/backtest-progress-v1';
import type { JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { BACKTESTS_STREAM } from '@fullcarry/contracts/transport/streams';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { lastValueStream } from '@fullcarry/platform/bus/last-value-stream';
import { thisProcess } from '@fullcarry/platform/bus/publish-alive';
import { nanos } from '@nats-io/transport-node';

/** So long, and so many, are the last messages about backtests kept. */
const KEPT_MS = 7 * DAY_MS;
const MOST_KEPT = 10_000;

/** What is new about a backtest; the rest is as it was when it began. */
export type BacktestNews = Pick<BacktestProgress, 'state'> &
  Partial<
    Pick<BacktestProgress, 'share' | 'sweep' | 'etaSeconds' | 'attempt' | 'sha256' | 'reason'>
  >;

/** What backtesters say of backtests; the last message about each is kept. */
export class BacktestFacts {
  private constructor(private readonly bus: Bus) {}

  static async open(bus: Bus): Promise<BacktestFacts> {
    const stream = {
      ...lastValueStream(BACKTESTS_STREAM),
      ...{ max_age: nanos(KEPT_MS), max_msgs: MOST_KEPT },
    };
    await bus.declare(BACKTESTS_STREAM.name, () => bus.ensureStream(stream));
    return new BacktestFacts(bus);
  }

  /** Waits until it is kept. Errors: BusUnavailableError. */
  publish(job: JobBacktest, news: BacktestNews): Promise<void> {
    return this.send(progressOf(job, news));
  }

  /** The same, for as long as NATS is away. Errors: the service's stop. */
  publishForSure(job: JobBacktest, news: BacktestNews): Promise<void> {
    return this.bus.retryWhileAway(() => this.send(progressOf(job, news)));
  }

  /** What will be published again anyway: nothing waits for it. */
  publishWithoutAck(job: JobBacktest, news: BacktestNews): void {
    this.bus.publishWithoutAck(
      backtestProgressSubject(job.id),
      BacktestProgressV1,
      progressOf(job, news),
    );
  }

  /** What is new after the last message. Errors: BusUnavailableError. */
  publishAgain(last: BacktestProgress, news: BacktestNews): Promise<void> {
    const { instance } = thisProcess;
    return this.send({ ...last, ...news, etaSeconds: null, atMs: Date.now(), instance });
  }

  /** The last message; undefined where there is none, or none that can be read. Errors: BusUnavailableError. */
  async last(id: string): Promise<BacktestProgress | undefined> {
    const kept = await this.bus.retained(BACKTESTS_STREAM.name, backtestProgressSubject(id));
    const parsed = BacktestProgressV1.schema.safeParse(kept);
    return parsed.success ? parsed.data : undefined;
  }

  private send(progress: BacktestProgress): Promise<void> {
    return this.bus.publish(backtestProgressSubject(progress.id), BacktestProgressV1, progress);
  }
}

function progressOf(
  { id, askedAtMs, asked, sweep }: JobBacktest,
  news: BacktestNews,
): BacktestProgress {
  const { exchange, timeframe, window, symbols } = asked.rows;
  const { share = 0, etaSeconds = null, attempt = 0, sha256 = null, reason = null } = news;
  return {
    ...{ v: 1, id, atMs: Date.now(), state: news.state, askedAtMs },
    asked: { exchange, timeframe, window, markets: symbols.length },
    // How far it is is published while it runs; before and after it only that it is one.
    sweep: news.sweep ?? (sweep ? { kind: sweep.kind, done: 0, of: 0, best: null } : null),
    ...{ share, etaSeconds, attempt, instance: thisProcess.instance, sha256 },
    reason: reason === null ? null : boundedReason(reason),
  };
}
