import { hasCandles, type SeriesKey } from '@fullcarry/domain/series';
import { z } from 'zod';
import { subjectToken } from '../transport/subject-token.js';
import { epochMs, seriesId, timeWindow } from '../values.js';

/**
 * One window of one series to fetch. Travels from planner to runner on a work-queue stream that holds at
 * most one message a subject, so that a job which is already queued can't be queued twice. Losing one
 * costs time: the next plan finds the window still unproven.
 */
export const JobFetchV1 = {
  subject: 'job.fetch',
  schema: z.object({
    v: z.literal(1),
    exchange: z.string(),
    symbol: z.string(),
    series: seriesId,
    window: timeWindow,
    purpose: z.enum(['fill', 'tail', 'gap', 'recheck', 'scrub']),
    /** The exchange's time when it was planned, and the end of what existed then. */
    plannedAtMs: epochMs,
    wantedToMs: epochMs,
    /** Asked of the archive's file of that period instead of the API; who reads no archives asks the API. */
    archive: z.enum(['month', 'day']).optional(),
  }),
} as const;
export type JobFetch = z.infer<typeof JobFetchV1.schema>;

/**
 * `job.fetch.bybit.BTC%2FUSDT%3AUSDT.candles_1h.1758672000000-1762272000000`: the window alone, not why it is
 * asked for. What was history a moment ago is the tail once the window before it is stored, and must not
 * be queued a second time for that. A scrub or a recheck reads what is proven, and is another job; so is a file.
 */
export function jobSubject(job: JobFetch): string {
  const { series: of } = job;
  const what = hasCandles(of) ? `${of.kind}_${of.timeframe}` : of.kind;
  const { fromMs, toMs } = job.window;
  const again = job.purpose === 'scrub' || job.purpose === 'recheck' ? [job.purpose] : [];
  const file = job.archive === undefined ? [] : ['archive'];
  const series = [JobFetchV1.subject, subjectToken(job.exchange), subjectToken(job.symbol), what];
  return [...series, ...again, ...file, `${fromMs}-${toMs}`].join('.');
}

export function seriesKeyOf(job: JobFetch): SeriesKey {
  return { exchange: job.exchange, symbol: job.symbol, ...job.series };
}
