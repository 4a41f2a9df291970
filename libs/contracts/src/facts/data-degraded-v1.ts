import { z } from 'zod';
import { jsonBytes, whatFits } from './json-bytes.js';
import { count, epochMs, gapStatus, seriesId, source } from '../values.js';

/**
 * Some tracked series are not proven: which, where the holes are, and what is being done. Published by the
 * fetcher when the list changes; the series in it are closed to trading, the others go on. An empty list
 * says that all is repaired.
 *
 * The message is bounded: `series` names at most `MOST_SERIES` and of each at most `MOST_GAPS`; the totals say
 * how many there are. Where `seriesTotal` is larger than the list, `symbols` has every market that is concerned,
 * and without `symbols` every market counts as concerned (`isDegraded`). All gaps: `GET /api/coverage`.
 */
export const DataDegradedV1 = {
  subject: 'data.degraded',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    seriesTotal: count.optional(),
    gapsTotal: count.optional(),
    /** Rows that are missing in all of them. */
    missingTotal: count.optional(),
    symbols: z.array(z.string()).optional(),
    series: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        series: seriesId,
        missing: count,
        gapsTotal: count.optional(),
        gaps: z.array(
          z.object({
            fromMs: epochMs,
            toMs: epochMs,
            status: gapStatus,
            rowsExpected: count,
            observations: count,
            nextTryAtMs: epochMs,
            evidence: z.string(),
          }),
        ),
      }),
    ),
  }),
} as const;
export type DataDegraded = z.infer<typeof DataDegradedV1.schema>;

/** As many as `/api/data-status` shows: nobody reads more of them in a message, and all are in the database. */
export const MOST_SERIES = 50;

/** Enough to see what kind of trouble it is; fifty series of five gaps are some 100 kB. */
export const MOST_GAPS = 5;

/** A gap's evidence may quote what the exchange answered, which may be a page of HTML. */
const MOST_EVIDENCE_LETTERS = 200;

/** The whole list as it travels, no larger than `mostBytes`. */
export function boundedDegraded(whole: DataDegraded, mostBytes: number): DataDegraded {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const gapsOf = (one: DataDegraded['series'][number]) => one.gapsTotal ?? one.gaps.length;
  const named = whole.series.slice(0, MOST_SERIES).map((one) => ({
    ...one,
    gapsTotal: gapsOf(one),
    gaps: one.gaps.slice(0, MOST_GAPS).map((gap) => ({ ...gap, evidence: short(gap.evidence) })),
  }));
  const all: DataDegraded = {
    ...whole,
    seriesTotal: whole.series.length,
    gapsTotal: sum(whole.series.map(gapsOf)),
    missingTotal: sum(whole.series.map((one) => one.missing)),
    series: named,
  };
  if (named.length === whole.series.length && jsonBytes(all) <= mostBytes) return all;
  const symbols = [...new Set(whole.series.map((one) => one.symbol))];
  const head = { ...all, series: [], ...(jsonBytes(symbols) < mostBytes / 2 ? { symbols } : {}) };
  return { ...head, series: whatFits(named, mostBytes - jsonBytes(head)) };
}

/** Whether the market is among those that are not proven, also where the list had to be cut. */
export function isDegraded(fact: DataDegraded, symbol: string): boolean {
  if (fact.series.some((one) => one.symbol === symbol)) return true;
  if ((fact.seriesTotal ?? fact.series.length) === fact.series.length) return false;
  return fact.symbols?.includes(symbol) ?? true;
}

/** The markets that are known to be concerned. */
export function degradedSymbols(fact: DataDegraded): string[] {
  return fact.symbols ?? [...new Set(fact.series.map((one) => one.symbol))];
}

function short(text: string): string {
  const letters = Array.from(text);
  return letters.length <= MOST_EVIDENCE_LETTERS
    ? text
    : `${letters.slice(0, MOST_EVIDENCE_LETTERS - 1).join('')}…`;
}
