import type { z } from 'zod';

/** A variable holds what it may not: the service stops at start and says which, what, and what is allowed. */
export class WrongVariableError extends Error {
  override readonly name = 'WrongVariableError';
}

/**
 * Returns the configuration that the environment holds. An empty variable counts as unset.
 *
 * Errors: WrongVariableError with one line for every variable that is wrong.
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const held = set[name] === undefined ? 'is not set' : `is ${JSON.stringify(masked(set[name]))}`;
    return `${name} ${held}: ${issue.message}`;
  });
  throw new WrongVariableError(lines.join('\n'));
}

/** A URL, or several, without user, password and token, fit for a log; rather too much is hidden than too little. */
export function masked(text: string): string {
  return text.replace(/\/\/.*@/, '//***@').replaceAll(/([?&]password=)[^&]*/gi, '$1***');
}
