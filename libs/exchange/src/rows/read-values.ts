import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { z } from 'zod';

/**
 * What is used of a row that has the right shape already. `problem` says in one sentence what is wrong when a
 * value is.
 *
 * Errors: DataIntegrityError when a value is missing, or no number of its kind.
 */
export function readValues<S extends z.ZodType>(
  schema: S,
  row: unknown,
  problem: string,
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new DataIntegrityError(problem, { ...context, fault: firstFault(parsed.error) });
}

/** Where the first fault is, and what it is. */
export function firstFault({ issues: [issue] }: z.ZodError): string | undefined {
  return issue && `${issue.path.join('.')}: ${issue.message}`;
}
