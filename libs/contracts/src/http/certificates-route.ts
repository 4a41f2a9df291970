import { z } from 'zod';
import { seriesCertificate } from '../data-ready-v1.js';
import { count, epochMs, sha256 } from '../values.js';
import type { HttpRoute } from './http-route.js';
import { page, symbolText } from './query-values.js';

export const CertificatesRoute = {
  method: 'get',
  path: '/api/certificates',
  topic: 'data',
  summary: 'The proof of each series, and the one of the whole data set',
  query: z.strictObject({ symbol: symbolText.optional(), ...page }),
  reply: z.object({
    exchange: z.string(),
    /** Null while not every tracked series is proven. */
    dataset: z.object({ sha256, issuedAtMs: epochMs }).nullable(),
    total: count,
    certificates: z.array(
      seriesCertificate.extend({ symbol: z.string(), nativeId: z.string(), issuedAtMs: epochMs }),
    ),
  }),
} as const satisfies HttpRoute;
