import { z } from 'zod';
import { subjectToken } from '../transport/subject-token.js';
import { count, epochMs, seriesId, source } from '../values.js';

/** What the data feature is doing; the names of `/api/data-status`. */
export const dataState = z.enum(['disabled', 'starting', 'fetching', 'ready', 'degraded']);
export type DataState = z.infer<typeof dataState>;

/**
 * How far the history is. Published by the fetcher, at most 5 times a second; consumed by the gateway and
 * the command line. Losing one costs nothing: the next one says it all again.
 *
 * `rowsTotal` counts the rows that the look-back wants, those already stored included; funding rows are an
 * estimate until their schedule is known. `percent` is 0 to 100. `etaSeconds` is null until a rate is measured.
 */
export const DataProgressV1 = {
  subject: 'data.progress',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    state: dataState,
    reason: z.string().nullable(),
    currentSymbol: z.string().nullable(),
    pairsDone: count,
    pairsTotal: count,
    pagesDone: count,
    pagesTotal: count,
    rowsDone: count,
    rowsTotal: count,
    percent: z.number().min(0).max(100),
    rowsPerSecond: z.number().nonnegative(),
    etaSeconds: z.number().nonnegative().nullable(),
    heldUntilMs: epochMs.nullable(),
  }),
} as const;
export type DataProgress = z.infer<typeof DataProgressV1.schema>;

/** The same for one market, per series. Subject: `data.progress.<exchange>.<native id>`. */
export const MarketProgressV1 = {
  subject: 'data.progress',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    series: z.array(
      z.object({ series: seriesId, rowsDone: count, rowsTotal: count, missing: count }),
    ),
  }),
} as const;
export type MarketProgress = z.infer<typeof MarketProgressV1.schema>;

/** `data.progress.bybit.BTCUSDT`; a native id may hold characters that a subject token may not. */
export function marketProgressSubject(exchange: string, nativeId: string): string {
  return `${MarketProgressV1.subject}.${subjectToken(exchange)}.${subjectToken(nativeId)}`;
}
