import { z } from 'zod';
import { DataDegradedV1, MOST_SERIES } from '../../facts/data-degraded-v1.js';
import { dataState } from '../../facts/data-progress-v1.js';
import { count, epochMs, seriesKind, sha256, source, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText } from '../query-values.js';

/**
 * Whether the history is there and proven.
 *
 * `totalRecords` = `candles` + `fundingRates`, of the tracked pairs; `candles` of every kind of them. `earliestMs`, `latestMs`: first candle or
 * settlement and last one. `gaps`: stretches inside the look-back that are not proven; `degraded` says which
 * (at most 50 series, `degradedSeries` counts all). `stale`: the fetcher is not heard any more, so that what
 * is shown is what it last published, at `heardAtMs`; `reason` says so then. `datasetSha256`: only while every
 * series is proven. `kinds`: what is kept of the tracked pairs, and how many of them have it proven; a pair without a
 * spot market has none of spot. `notKept`: wanted, and the exchange keeps no history of it.
 */
export const dataStatus = z.object({
  state: dataState,
  reason: z.string().nullable(),
  stale: z.boolean(),
  heardAtMs: epochMs.nullable(),
  historyEnabled: z.boolean(),
  exchange: z.string(),
  source,
  pairsTracked: count,
  totalRecords: count,
  candles: count,
  fundingRates: count,
  kinds: z.array(z.object({ kind: seriesKind, pairs: count, proven: count, rows: count })),
  notKept: z.array(seriesKind),
  earliestMs: epochMs.nullable(),
  latestMs: epochMs.nullable(),
  lastSyncAtMs: epochMs.nullable(),
  /** Rows added by the last sync that added any. */
  lastSyncRows: count.nullable(),
  datasetSha256: sha256.nullable(),
  /** When the certificate of the data set was issued, and the stretch that it covers. */
  certifiedAtMs: epochMs.nullable(),
  window: timeWindow.nullable(),
  fetchProgress: z
    .object({
      currentSymbol: z.string().nullable(),
      pairsDone: count,
      pairsTotal: count,
      rowsDone: count,
      rowsTotal: count,
      percent: z.number().min(0).max(100),
      rowsPerSecond: z.number().nonnegative(),
      etaSeconds: z.number().nonnegative().nullable(),
      /** The exchange asked for silence until then. */
      heldUntilMs: epochMs.nullable(),
    })
    .nullable(),
  gaps: count,
  degradedSeries: count,
  degraded: DataDegradedV1.schema.shape.series.max(MOST_SERIES),
});
export type DataStatus = z.infer<typeof dataStatus>;

export const DataStatusRoute = {
  method: 'get',
  path: '/api/data-status',
  topic: 'data',
  summary:
    'Whether the history of an exchange is there and proven, or how far it is; and that of the others in short',
  query: z.strictObject({ exchange: exchangeText.optional() }),
  reply: dataStatus.extend({
    /** Every exchange that is served here; the one on which the desk trades first. */
    exchanges: z.array(
      dataStatus.pick({
        exchange: true,
        state: true,
        reason: true,
        stale: true,
        pairsTracked: true,
        totalRecords: true,
        gaps: true,
        datasetSha256: true,
      }),
    ),
  }),
} as const satisfies HttpRoute;
