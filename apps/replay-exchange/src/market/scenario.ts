import { z } from 'zod';
import { instantSchema } from '../clock/instant.js';

const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'not a decimal');

/**
 * What is different for good in this replay, unlike a fault, which the next request may not meet.
 * Times are on the replay's time line, in epoch milliseconds or ISO 8601.
 *
 * `lacking`: rows that the exchange does not have, by candle opening or by settlement minute.
 * `revisions`: closed candles that are given with other values from now on.
 * `delist`: the market leaves instruments and tickers at that hour, and its history stops there.
 * `haltSpot`: spot markets, by their own names, that are listed no more as trading.
 */
export const scenarioSchema = z.strictObject({
  lacking: z
    .array(
      z.strictObject({
        symbol: z.string(),
        kind: z.enum(['candles', 'funding']),
        at: z.array(instantSchema),
      }),
    )
    .default([]),
  revisions: z
    .array(
      z.strictObject({
        symbol: z.string(),
        openAt: instantSchema,
        open: decimal.optional(),
        high: decimal.optional(),
        low: decimal.optional(),
        close: decimal.optional(),
        volume: decimal.optional(),
        turnover: decimal.optional(),
      }),
    )
    .default([]),
  delist: z.array(z.strictObject({ symbol: z.string(), at: instantSchema })).default([]),
  haltSpot: z.array(z.string()).default([]),
});

export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as it is written: every part may be left out, times may be ISO text. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

export const NO_SCENARIO: Scenario = { lacking: [], revisions: [], delist: [], haltSpot: [] };
