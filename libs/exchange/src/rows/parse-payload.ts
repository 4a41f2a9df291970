import { TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { z } from 'zod';
import { firstFault } from './read-values.js';

/**
 * The payload in the shape that it must have. Only the fields that are used are asked for.
 *
 * Errors: TransientError when it has another shape: `result: null` and a missing list are how a busy
 *   exchange answers, and must never be read as "no rows". Wrong values in a right shape are not judged here.
 */
export function parsePayload<S extends z.ZodType>(
  schema: S,
  payload: unknown,
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new TransientError('The answer lacks its payload', {
    ...context,
    fault: firstFault(parsed.error),
  });
}
