import { backtestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { askedBacktest } from '@fullcarry/contracts/orders/job-backtest-v1';
import { timeWindow } from '@fullcarry/contracts/values';
import type { MarketHistory } from '@fullcarry/domain/backtest/history/market-history';
import { z } from 'zod';

const column = z.instanceof(Float64Array);
const prices = z.object({ openAtMs: column, open: column, close: column });
const lot = z.object({
  quantityStep: z.string(),
  minQuantity: z.string(),
  minNotionalUsdt: z.string(),
});

/** Rows as they pass to a thread: the columns are shared, and not copied. */
const history = z
  .object({
    venue: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    spotSymbol: z.string(),
    unitsPerContract: z.number(),
    trades: prices.extend({ high: column, low: column, volume: column }),
    marks: prices.optional(),
    spots: prices.optional(),
    funding: z.object({ settledAtMs: column, observedAtMs: column, rates: z.array(z.string()) }),
    announced: z.array(
      z.object({
        observedAtMs: z.number(),
        firstNextAtMs: z.number(),
        intervalMs: z.number(),
        lastNextAtMs: z.number(),
      }),
    ),
    endedAtMs: z.number().optional(),
    lots: z.array(
      z
        .object({
          sinceMs: z.number(),
          rules: z.object({ long: lot, short: lot, unitsPerContract: z.number() }).optional(),
        })
        .transform(({ sinceMs, rules }) => ({ sinceMs, rules })),
    ),
  })
  // What is undefined stands there, as everywhere.
  .transform(({ marks, spots, endedAtMs, ...rest }): MarketHistory => ({
    ...rest,
    marks,
    spots,
    endedAtMs,
  }));

/** What a thread is started with: all that its runs have in common. */
export const sweepStart = z.object({
  asked: askedBacktest,
  read: z.object({
    markets: z.array(history),
    dataset: backtestDocumentV1.shape.dataset,
    assumed: backtestDocumentV1.shape.assumed,
  }),
});

/** One run to do: the whole window as a document, or a part of it for walking forward. */
export const sweepRun = z.object({
  settings: deskSettings,
  part: z.object({ window: timeWindow, tradeFromMs: z.number() }).optional(),
});
export type SweepRun = z.output<typeof sweepRun>;

const played = z.object({ netUsdt: z.number(), daily: z.array(z.number()) });

/** What came of a run of the whole window. */
export const sweptRun = played.extend({
  sha256: z.string(),
  metrics: backtestDocumentV1.shape.metrics,
});
export type SweptRun = z.output<typeof sweptRun>;

export const sweepWord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), run: sweptRun }),
  z.object({ kind: z.literal('part'), run: played }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);
export type SweepWord = z.output<typeof sweepWord>;
