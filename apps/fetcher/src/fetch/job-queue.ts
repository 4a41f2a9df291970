import { JobFetchV1, jobSubject, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { WorkQueue } from '@fullcarry/platform/bus/work-queue';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

/** Each exchange has its own line of jobs, so that one that does not answer holds no other. */
const CONSUMER = 'fetchers';

export type JobQueue = WorkQueue<JobFetch>;

/** The windows of one exchange to fetch, on a JetStream work queue that all fetchers share. */
export function openJobQueue(bus: Bus, exchange: string, logger: Logger): Promise<JobQueue> {
  return WorkQueue.open(
    bus,
    {
      stream: JOBS_STREAM,
      consumer: `${CONSUMER}-${exchange}`,
      filter: `${JobFetchV1.subject}.${exchange}.>`,
      schema: JobFetchV1.schema,
      subjectOf: jobSubject,
      // Until version 0.1 all exchanges had one; it takes every job and suffers no other beside it.
      formerConsumers: [CONSUMER],
    },
    logger,
  );
}
