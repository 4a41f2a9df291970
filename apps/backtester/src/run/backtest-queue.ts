import {
  backtestJobSubject,
  JobBacktestV1,
  type JobBacktest,
} from '@fullcarry/contracts/jobs/job-backtest-v1';
import { JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { WorkQueue } from '@fullcarry/platform/bus/work-queue';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

/** The backtests to run, on a JetStream work queue that all backtesters share. */
export function openBacktestQueue(bus: Bus, logger: Logger): Promise<WorkQueue<JobBacktest>> {
  return WorkQueue.open(
    bus,
    {
      stream: JOBS_STREAM,
      consumer: 'backtesters',
      filter: `${JobBacktestV1.subject}.>`,
      schema: JobBacktestV1.schema,
      subjectOf: backtestJobSubject,
    },
    logger,
  );
}
