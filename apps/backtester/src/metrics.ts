import type { BacktestState } from '@fullcarry/contracts/facts/backtest-progress-v1';
import type { JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import type { WorkQueue } from '@fullcarry/platform/bus/work-queue';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { Counter, Gauge, Histogram } from 'prom-client';

/** What Prometheus reads of a backtester. */
export class BacktesterMetrics {
  private readonly ends = new Counter({
    name: 'fullcarry_backtests_total',
    help: 'Backtests that came to an end here, by the end',
    labelNames: ['end'],
  });
  private readonly seconds = new Histogram({
    name: 'fullcarry_backtest_duration_seconds',
    help: 'How long a run took, reading included, whatever its end but one that was given up',
    buckets: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  });
  private readonly inHand = new Gauge({
    name: 'fullcarry_backtests_running',
    help: 'Runs that this backtester has in hand',
  });

  constructor(queue: Pick<WorkQueue<JobBacktest>, 'size'>, logger: Logger) {
    new Gauge({
      name: 'fullcarry_backtests_queued',
      help: 'Backtests that wait or are being run by any backtester; no value while NATS is away',
      async collect() {
        try {
          this.set(await queue.size());
        } catch (error) {
          this.remove();
          logger.debug({ err: error }, 'How many backtests wait can’t be asked now');
        }
      },
    });
    this.inHand.set(0);
  }

  began(running: number): void {
    this.inHand.set(running);
  }

  ended(running: number): void {
    this.inHand.set(running);
  }

  ran(seconds: number): void {
    this.seconds.observe(seconds);
  }

  over(end: BacktestState): void {
    this.ends.inc({ end });
  }
}
