import type { z } from 'zod';
import { isSecret } from './secret.js';

/** A variable holds what it may not: the service stops at start and says which, what, and what is allowed. */
export class WrongVariableError extends Error {
  override readonly name = 'WrongVariableError';
}

/**
 * Returns the configuration that the environment holds. An empty variable counts as unset.
 *
 * Errors: WrongVariableError with one line for every variable that is wrong; what a secret holds is not in it.
 */
export function parseEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const shape: z.core.$ZodShape = schema.shape;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return `${name} ${held(set[name], shape[name])}: ${issue.message}`;
  });
  throw new WrongVariableError(lines.join('\n'));
}

/** A wrong token may be a right one with a letter too many. */
function held(text: string | undefined, field: z.core.$ZodType | undefined): string {
  if (text === undefined) return 'is not set';
  return isSecret(field) ? 'is not usable' : `is ${JSON.stringify(masked(text))}`;
}

/** A URL, or several, without user, password and token, fit for a log; rather too much is hidden than too little. */
export function masked(text: string): string {
  return text.replace(/\/\/.*@/, '//***@').replaceAll(/([?&]password=)[^&]*/gi, '$1***');
}
