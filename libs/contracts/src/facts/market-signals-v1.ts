import { z } from 'zod';
import { citedProof, marketSignals } from '../http/market/signals-route.js';
import { count, epochMs, source } from '../values.js';
import { subjectToken } from '../transport/subject-token.js';

/**
 * What the proven rows of one market say beyond its last rate, and the score that this makes with the rate of now: one market a
 * message, so that none grows with their number. Published by the active desk when one of the certificates is another one, about once an
 * hour, or the market is not proven any more; the stream retains the last of each. Nobody waits for it: losing one costs the
 * time to the next, and `GET /api/signals` computes the same.
 *
 * Subject: `market.signals.<exchange>.<native id>`. Units and signs: docs/SIGNALS.md.
 */
export const MarketSignalsV1 = {
  subject: 'market.signals',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    symbol: z.string(),
    nativeId: z.string(),
    /** Null while something is not proven: `unproven` says what. */
    signals: marketSignals.nullable(),
    unproven: z.string().nullable(),
    /** The published bot's, 0 to 1, by the predicted rate and the basis of `ratesAtMs`; null where a part is not known. */
    score: z
      .object({
        score: z.number(),
        level: z.number(),
        trend: z.number(),
        persistence: z.number(),
        basis: z.number(),
        ratesAtMs: epochMs,
      })
      .nullable(),
    /** No row outside of these windows counted. */
    certificates: z.array(citedProof).max(8),
    /** How many markets have theirs published so on this exchange. */
    marketsTotal: count,
  }),
} as const;
export type MarketSignalsFact = z.infer<typeof MarketSignalsV1.schema>;

/** `market.signals.bybit.BTCUSDT`; a native id may hold characters that a subject token may not. */
export function marketSignalsSubject(exchange: string, nativeId: string): string {
  return `${MarketSignalsV1.subject}.${subjectToken(exchange)}.${subjectToken(nativeId)}`;
}

/** Whether a subject is one of these. */
export function isMarketSignalsSubject(subject: string): boolean {
  return subject.startsWith(`${MarketSignalsV1.subject}.`);
}
