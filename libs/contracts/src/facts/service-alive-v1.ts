import { z } from 'zod';
import { count, epochMs } from '../values.js';

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
 * A process is there. Published by every service each `everySeconds`, by its own clock; consumed by the
 * gateway. It is not kept: who is not heard three times in a row counts as gone.
 */
export const ServiceAliveV1 = {
  subject: 'service.alive',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    /** `fetcher`, `orchestrator`, `gateway`. */
    service: z.string(),
    /** One of its processes: host and process number. */
    instance: z.string(),
    version: z.string(),
    startedAtMs: epochMs,
    everySeconds: z.number().positive(),
    /** What its readiness hangs on, as `/health/ready` shows it. */
    checks: z.array(z.object({ name: z.string(), up: z.boolean(), detail: z.string().nullable() })),
    /** Null where it asks nothing of an exchange. */
    requests: requestUsage.nullable(),
    /** All exchanges that it asks, where it asks more than one; `requests` is the first. */
    exchanges: z.array(requestUsage).optional(),
  }),
} as const;
export type ServiceAlive = z.infer<typeof ServiceAliveV1.schema>;
