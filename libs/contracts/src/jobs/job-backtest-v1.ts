import { ASKED_ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { SWEEP_KINDS } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { z } from 'zod';
import { backtestDocumentV1 } from '../backtest/backtest-document-v1.js';
import { foldLengths, sweptSearch } from '../backtest/sweep-document-v1.js';
import { deskSettings } from '../desk/desk-settings.js';
import { epochMs, sha256, timeframe, timeWindow } from '../values.js';

/** All that a run is asked for, with its markets found: with the same rows it is the same result. */
export const askedBacktest = z.object({
  rows: z.object({
    exchange: z.string(),
    symbols: z.array(z.string()).min(1),
    timeframe,
    window: timeWindow,
    assume: z.array(z.enum(ASKED_ASSUMPTIONS)),
  }),
  startingEquityUsdt: z.string(),
  settings: deskSettings,
  execution: backtestDocumentV1.shape.setup.shape.execution,
});

/** What a sweep tries of a backtest, and how it is judged; the candidates follow from the search. */
export const askedSweep = z.object({
  kind: z.enum(SWEEP_KINDS),
  search: sweptSearch,
  lengths: foldLengths,
});
export type AskedSweep = z.output<typeof askedSweep>;

/**
 * One backtest to run, or one sweep. Travels from the backtester that was asked to the one that has a thread free, on a work-queue stream
 * that holds at most one message a subject: the same question can't be queued twice. Losing one costs the question: whoever
 * asked it sees that it does not go on, and asks again.
 */
export const JobBacktestV1 = {
  subject: 'job.backtest',
  schema: z.object({
    v: z.literal(1),
    /** SHA-256 of the canonical JSON of what is asked. */
    id: sha256,
    askedAtMs: epochMs,
    asked: askedBacktest,
    /** Left out where it is a single run. */
    sweep: askedSweep.optional(),
  }),
} as const;
export type JobBacktest = z.infer<typeof JobBacktestV1.schema>;

/** `job.backtest.3fa4…`: what is asked, and nothing of when. */
export function backtestJobSubject({ id }: Pick<JobBacktest, 'id'>): string {
  return `${JobBacktestV1.subject}.${id}`;
}
