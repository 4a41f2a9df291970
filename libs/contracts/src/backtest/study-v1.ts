import { SIZINGS, STRATEGIES } from '@fullcarry/domain/desk/decide/decision-settings';
import { z } from 'zod';
import { timeWindow } from '../values.js';
import { backtestDocumentV1 } from './backtest-document-v1.js';
import { backtestAttribution } from './backtest-trade-v1.js';

const interval = z.object({ mean: z.number(), low: z.number(), high: z.number() });
/** A mean rank correlation with its interval of 95 %, over so many days. */
const coefficient = interval.extend({ days: z.int() });

/** What a study read: the same rows have the same hash. */
const about = {
  v: z.literal(1),
  window: timeWindow,
  dataset: backtestDocumentV1.shape.dataset,
  assumed: z.array(z.object({ name: z.string(), text: z.string() })),
};

/** What each signal was worth out of sample (docs/SIGNALS.md, what they came to). What there are too few samples of is null or left out. */
export const signalStudyV1 = z.object({
  ...about,
  signals: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: z.string(),
      sign: z.string(),
      source: z.string(),
      flipsAYear: z.number().optional(),
      /** Fraction of notional. */
      costAYear: z.number().optional(),
      adds: z.boolean(),
      horizons: z.array(
        z.object({
          hours: z.int(),
          coefficient: coefficient.nullable(),
          added: coefficient.nullable(),
          errorChange: z.number().nullable(),
        }),
      ),
      decay: z.array(z.object({ hours: z.int(), coefficient: z.number().nullable() })),
    }),
  ),
});

/** What every strategy with every way to size came to over the same rows, the desk's default first. */
export const strategyStudyV1 = z.object({
  ...about,
  /** Nothing was traded in the days before. */
  learnDays: z.int(),
  days: z.int(),
  runs: z.array(
    z.object({
      strategy: z.enum(STRATEGIES),
      sizing: z.enum(SIZINGS),
      metrics: backtestDocumentV1.shape.metrics,
      attribution: z.object(backtestAttribution),
      deflatedSharpe: z.number().optional(),
      /** A year, fraction of the equity at the start, with 95 %. */
      moreThanDefault: interval.optional(),
    }),
  ),
  /** Of choosing the best of them. */
  overfitting: z.object({ probability: z.number(), splits: z.int() }).optional(),
});
export type StrategyStudyV1 = z.output<typeof strategyStudyV1>;
