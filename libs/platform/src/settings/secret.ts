import { z } from 'zod';

/** Marks a variable whose value is never said, not even when it is wrong. Goes around everything else: optional, default. */
export function secret<Field extends z.ZodType>(field: Field): Field {
  return field.meta({ secret: true });
}

export function isSecret(field: z.core.$ZodType | undefined): boolean {
  return field !== undefined && z.globalRegistry.get(field)?.['secret'] === true;
}
