import { z } from 'zod';
import { requestUsage } from '../service-report-v1.js';
import { count, epochMs } from '../values.js';
import type { HttpRoute } from './http-route.js';

/** One process, as it answered last. */
export const serviceAlive = z.object({
  /** `fetcher`, `orchestrator`, `gateway`. */
  name: z.string(),
  instance: z.string(),
  version: z.string(),
  startedAtMs: epochMs,
  heardAtMs: epochMs,
  /** It did not answer the last question: it is gone, or NATS does not reach it. */
  silent: z.boolean(),
  checks: z.array(z.object({ name: z.string(), up: z.boolean(), detail: z.string().nullable() })),
  /** What it asks of the exchange; null where it asks nothing. */
  requests: requestUsage.nullable(),
});
export type ServiceAlive = z.infer<typeof serviceAlive>;

export const systemState = z.object({
  services: z.array(serviceAlive),
  nats: z.object({
    up: z.boolean(),
    /** Null while it is away. */
    version: z.string().nullable(),
    reconnects: count,
  }),
  database: z.object({
    up: z.boolean(),
    kind: z.enum(['sqlite', 'postgresql']),
    /** What is wrong, in one sentence; null while it is up. */
    detail: z.string().nullable(),
  }),
  /** Browsers and programs on this gateway's socket. */
  socketClients: count,
});
export type SystemState = z.infer<typeof systemState>;

export const SystemRoute = {
  method: 'get',
  path: '/api/system',
  topic: 'system',
  summary: 'Services with version and start, request budget, NATS and database',
  reply: systemState,
} as const satisfies HttpRoute;
