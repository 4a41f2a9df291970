import { z } from 'zod';
import { jsonBytes, whatFits } from './json-bytes.js';
import { count, epochMs, source } from '../values.js';

/**
 * The tracked markets by rank, and what the last choice changed. `turnoverUsdt24h` is exact decimal text. A list that
 * is shorter than its total was cut; `GET /api/markets` has every market.
 */
export const DataUniverseV1 = {
  subject: 'data.universe',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    marketsTotal: count.optional(),
    enteredTotal: count.optional(),
    leftTotal: count.optional(),
    markets: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        rank: z.int().positive(),
        turnoverUsdt24h: z.string(),
        listedAtMs: epochMs.nullable(),
      }),
    ),
    entered: z.array(z.string()),
    left: z.array(z.string()),
  }),
} as const;
export type DataUniverse = z.infer<typeof DataUniverseV1.schema>;

/** The whole fact as it travels, no larger than `mostBytes`: the markets first, then what changed. */
export function boundedUniverse(whole: DataUniverse, mostBytes: number): DataUniverse {
  const empty = { markets: [], entered: [], left: [] };
  const head = {
    ...whole,
    marketsTotal: whole.markets.length,
    enteredTotal: whole.entered.length,
    leftTotal: whole.left.length,
    ...empty,
  };
  const room = mostBytes - jsonBytes(head);
  const markets = whatFits(whole.markets, room);
  const entered = whatFits(whole.entered, room - jsonBytes(markets));
  const left = whatFits(whole.left, room - jsonBytes(markets) - jsonBytes(entered));
  return { ...head, markets, entered, left };
}
