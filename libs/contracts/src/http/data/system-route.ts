import { z } from 'zod';
import { ServiceAliveV1 } from '../../facts/service-alive-v1.js';
import { count } from '../../values.js';
import type { HttpRoute } from '../http-route.js';

/** One process, as it was heard last; `silent`: not heard three times in a row, so it is gone or NATS does not reach it. */
export const serviceState = ServiceAliveV1.schema.omit({ v: true }).extend({ silent: z.boolean() });
export type ServiceState = z.infer<typeof serviceState>;

export const systemState = z.object({
  services: z.array(serviceState),
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
