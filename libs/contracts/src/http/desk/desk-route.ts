import { z } from 'zod';
import { DeskStatusV1 } from '../../facts/desk-status-v1.js';
import { epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';

/** The desk as it last spoke; `stale`: it is not heard any more, `status` is its last message and `reason` says so. */
export const currentDesk = z.object({
  status: DeskStatusV1.schema.nullable(),
  stale: z.boolean(),
  heardAtMs: epochMs.nullable(),
  reason: z.string().nullable(),
  /** Whether calls that change something are taken at all, and whether they need a token. */
  doors: z.enum(['token', 'loopback', 'closed']),
});
export type CurrentDesk = z.infer<typeof currentDesk>;

export const DeskRoute = {
  method: 'get',
  path: '/api/desk',
  topic: 'desk',
  summary: 'What the desk does, its ledger and its settings',
  reply: currentDesk,
} as const satisfies HttpRoute;
