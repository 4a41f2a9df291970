import { z } from 'zod';
import { count, epochMs } from './values.js';

/** What one process asks of its exchange. `budgetUsed`: share of the budget of the current window, 0 to 1. */
export const requestUsage = z.object({
  exchange: z.string(),
  requestsTotal: count,
  /** Tries that did not bring a whole answer; each is tried again. */
  failuresTotal: count,
  holdsTotal: count,
  budgetUsed: z.number().nonnegative(),
  /** The exchange asked for silence until then. */
  heldUntilMs: epochMs.nullable(),
});
export type RequestUsage = z.infer<typeof requestUsage>;

/**
 * What a process says of itself to whoever asks for its statistics by NATS' own service protocol
 * (`nats micro stats fetcher`). Asked by the gateway every few seconds; an answer that is lost is asked for again.
 */
export const ServiceReportV1 = {
  endpoint: 'report',
  schema: z.object({
    v: z.literal(1),
    startedAtMs: epochMs,
    checks: z.array(z.object({ name: z.string(), up: z.boolean(), detail: z.string().nullable() })),
    requests: requestUsage.nullable(),
  }),
} as const;
export type ServiceReport = z.infer<typeof ServiceReportV1.schema>;
