import { PermanentError } from '@fullcarry/domain/errors';

/** What was typed can't be done: one line says why and what is allowed. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What is refused for good is refused because of what was typed. Errors: UsageError. */
export function asUsage<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PermanentError) throw new UsageError(error.message);
    throw error;
  }
}
