import { z } from 'zod';
import { epochMs, source } from './values.js';

/** The tracked markets, and what the last choice changed. `turnoverUsdt24h` is exact decimal text. */
export const DataUniverseV1 = {
  subject: 'data.universe',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
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
