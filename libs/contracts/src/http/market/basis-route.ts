import { z } from 'zod';
import { epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, symbolText } from '../query-values.js';

/** One poll: `[atMs, perpetual, spot]`, both last prices in the quote currency, the spot's of as many coins as one unit of the perpetual. */
export const basisPoint = z.tuple([epochMs, z.number().positive(), z.number().positive()]);
export type BasisPoint = z.infer<typeof basisPoint>;

export const BasisRoute = {
  method: 'get',
  path: '/api/basis',
  topic: 'markets',
  summary:
    'What a market and its spot counterpart cost at the polls that this gateway heard, ascending; older ones are fewer. Of before there are the stored candles of both',
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The first one, when left out'),
    symbol: symbolText,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    /** The spot market; null where the desk looks at none. */
    spotSymbol: z.string().nullable(),
    points: z.array(basisPoint),
  }),
} as const satisfies HttpRoute;
