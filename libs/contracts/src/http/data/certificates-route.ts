import { z } from 'zod';
import { seriesCertificate } from '../../facts/data-ready-v1.js';
import { count, epochMs, sha256 } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, page, symbolText } from '../query-values.js';

const datasetCertificate = z.object({ sha256, issuedAtMs: epochMs });

/**
 * Who said the rows; beside the fingerprint, never in it. The API is asked for whatever no file answered, for a stretch
 * of each file, and in the scrub for all. `refused`: files that were not believed, with the reason.
 */
const witness = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('api') }),
  z.object({
    kind: z.literal('archive'),
    files: count,
    rows: count,
    refused: z.array(z.object({ path: z.string(), reason: z.string() })),
  }),
]);

export const CertificatesRoute = {
  method: 'get',
  path: '/api/certificates',
  topic: 'data',
  summary:
    'The proof of each series and the one of the whole data set, of one exchange or of all that are served here',
  query: z.strictObject({
    exchange: exchangeText.optional(),
    symbol: symbolText.optional(),
    ...page,
  }),
  reply: z.object({
    exchange: z.string(),
    /** Of `exchange`; null while not every tracked series is proven. */
    dataset: datasetCertificate.nullable(),
    /** Of each exchange that was asked for. */
    datasets: z.array(z.object({ exchange: z.string(), dataset: datasetCertificate.nullable() })),
    total: count,
    certificates: z.array(
      seriesCertificate.extend({
        exchange: z.string(),
        symbol: z.string(),
        nativeId: z.string(),
        issuedAtMs: epochMs,
        witnesses: z.array(witness),
      }),
    ),
  }),
} as const satisfies HttpRoute;
