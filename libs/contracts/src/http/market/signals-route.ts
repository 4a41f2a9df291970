import { z } from 'zod';
import { epochMs, seriesId, sha256 } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, symbolText } from '../query-values.js';

const known = z.number().nullable();

/** What the proven rows of a market say; null: too few of them to tell. Units and signs: docs/SIGNALS.md. */
export const marketSignals = z.object({
  level: known,
  persistence: known,
  /** Infinity, where a deviation stays, is null with `halfLifeLasts`. */
  halfLifeHours: known,
  halfLifeLasts: z.boolean(),
  trend: known,
  slope: known,
  slowCarry: known,
  basisScore: known,
  basisHalfLifeHours: known,
  basisVolatility: known,
  turnoverTrend: known,
  regime: z.enum(['inverted', 'calm', 'rich']).nullable(),
  richRun: z.int().nonnegative(),
  tailRate: known,
});
export type MarketSignalsReply = z.infer<typeof marketSignals>;

/** A series' certificate, as far as it is cited. */
export const citedProof = z.object({
  series: seriesId,
  fromMs: epochMs,
  toMs: epochMs,
  sha256,
  issuedAtMs: epochMs,
});

export const SignalsRoute = {
  method: 'get',
  path: '/api/signals',
  topic: 'markets',
  summary:
    'The signals of a market by its proven rows alone, with the certificates of the series that they were made of; none while one of these is not proven',
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The first one, when left out'),
    symbol: symbolText,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    /** Null while something is not proven: `unproven` says what. */
    signals: marketSignals.nullable(),
    unproven: z.string().nullable(),
    /** No row outside of these windows counted. */
    certificates: z.array(citedProof),
  }),
} as const satisfies HttpRoute;
