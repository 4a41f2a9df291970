import { z } from 'zod';
import { FAULTS } from './fault-catalog.js';

const kindSchema = z
  .string()
  .refine((kind) => FAULTS.has(kind), { error: 'unknown kind of fault' });

/**
 * When to inject what.
 *
 * `kind`: one kind, a list, or `all`; of several, one is chosen, each as likely as the others, among those
 *   that can happen to the response at hand.
 * `rate`: the share of matching responses, 1 when left out.
 * `path`: an endpoint, in full or by its end (`kline`, `funding/history`). `symbol`: the one asked for.
 * `nth`: only the nth matching response since the rule was set, counted from 1.
 * `times`: at most so many injections.
 */
export const faultRuleSchema = z.strictObject({
  kind: z.union([z.literal('all'), kindSchema, z.array(kindSchema).min(1)]),
  rate: z.number().min(0).max(1).default(1),
  path: z.string().optional(),
  symbol: z.string().optional(),
  nth: z.number().int().positive().optional(),
  times: z.number().int().positive().optional(),
});

export const faultRulesSchema = z.array(faultRuleSchema);

export type FaultRule = z.infer<typeof faultRuleSchema>;
/** A rule as it is written: only the kind is needed. */
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
