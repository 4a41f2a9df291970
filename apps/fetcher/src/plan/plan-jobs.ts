import type { JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { countWindows, planWindows, type PlannedWindow } from '@fullcarry/domain/completeness/plan';
import {
  ARCHIVE_PERIODS,
  type ArchivePeriod,
} from '@fullcarry/domain/completeness/archive/archive-file';
import type { PlannedFile } from '@fullcarry/domain/completeness/archive/plan-files';
import { seriesInMarket } from '@fullcarry/domain/series';
import { hullOf } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { pageMs } from './page-ms.js';
import type { TrackedSeries } from './tracked-series.js';

/**
 * So many series are fetched side by side: enough for all connections to PostgreSQL, where the pages of one
 * series wait for each other, and so few that the first are proven while the last are fetched.
 */
const SERIES_AT_ONCE = 6;

/** No more windows of a series stand before those of the others: it may be one that keeps failing. */
const WINDOWS_AT_ONCE = 100;

/**
 * So many files of archives wait in the queue at the most: more than are fetched until the next pass, and fewer than
 * there are hands, so that the API is asked for the rest meanwhile. Months keep this machine busy, and days the network.
 */
const FILES_AT_ONCE: Readonly<Record<ArchivePeriod, number>> = { day: 16, month: 8 };

/** When it is planned: by the exchange's time, and by this machine's clock, by which gaps wait. */
export interface PlanTime {
  readonly exchangeMs: number;
  readonly localMs: number;
  readonly confirmMs: number;
}

/**
 * The jobs that bring the series up to what is wanted, as many as the caller takes: some files of the archive, where
 * there is one, and of each series what is asked for again, then the newest windows first; and the first markets before the last ones.
 */
export function* planJobs(
  tracked: readonly TrackedSeries[],
  exchange: Exchange,
  time: PlanTime,
): Generator<JobFetch> {
  yield* fileJobs(tracked, exchange, time);
  const queues = tracked.map((one) => {
    const windows = planWindows(one, pageMs(one, exchange), time.localMs, time.confirmMs);
    return { one, windows };
  });
  let open = queues;
  while (open.length > 0) {
    const later: typeof queues = [];
    for (let first = 0; first < open.length; first += SERIES_AT_ONCE) {
      let some = open.slice(first, first + SERIES_AT_ONCE);
      for (let turn = 0; turn < WINDOWS_AT_ONCE && some.length > 0; turn += 1) {
        const left: typeof queues = [];
        for (const queue of some) {
          const next = queue.windows.next();
          if (next.done === true) continue;
          yield jobOf(queue.one, exchange, next.value, time);
          left.push(queue);
        }
        some = left;
      }
      later.push(...some);
    }
    open = later;
  }
}

/** How many jobs it takes to bring the series up to date, without making them. */
export function countJobs(one: TrackedSeries, exchange: Exchange, time: PlanTime): number {
  const windows = countWindows(one, pageMs(one, exchange), time.localMs, time.confirmMs);
  return windows + (one.planned?.length ?? 0);
}

/** The newest files of each period first, a file of each series in turn. */
function* fileJobs(
  tracked: readonly TrackedSeries[],
  exchange: Exchange,
  time: PlanTime,
): Generator<JobFetch> {
  for (const period of ARCHIVE_PERIODS) {
    const lines = tracked.map((one) => ({
      one,
      files: (one.planned ?? []).filter(({ file }) => file.period === period),
    }));
    const most = Math.max(0, ...lines.map(({ files }) => files.length));
    let many = 0;
    for (let turn = 0; turn < most && many < FILES_AT_ONCE[period]; turn += 1) {
      for (const { one, files } of lines) {
        const planned = files[turn];
        if (!planned || many === FILES_AT_ONCE[period]) continue;
        yield fileJob(one, exchange, planned, time);
        many += 1;
      }
    }
  }
}

function fileJob(
  one: TrackedSeries,
  exchange: Exchange,
  { file, windows }: PlannedFile,
  time: PlanTime,
): JobFetch {
  const [first = file, ...others] = windows;
  const window = { ...hullOf([first, ...others]), purpose: 'fill' } as const;
  return { ...jobOf(one, exchange, window, time), archive: file.period };
}

function jobOf(
  { series, wanted }: TrackedSeries,
  exchange: Exchange,
  { fromMs, toMs, purpose }: PlannedWindow,
  { exchangeMs }: PlanTime,
): JobFetch {
  return {
    v: 1,
    exchange: exchange.id,
    symbol: series.market.symbol,
    series: seriesInMarket(series.key),
    window: { fromMs, toMs },
    purpose,
    plannedAtMs: Math.round(exchangeMs),
    wantedToMs: wanted.toMs,
  };
}
