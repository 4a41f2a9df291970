import { z } from 'zod';

/**
 * Reads an instant as people and programs write it: epoch milliseconds (`1763900000000`) or ISO 8601
 * (`2025-11-23T12:00:00Z`). Returns undefined for anything else.
 */
export function parseInstant(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const parsedMs = Date.parse(text);
  return Number.isNaN(parsedMs) ? undefined : parsedMs;
}

/** An instant in a JSON body, as milliseconds. */
export const instantSchema = z
  .union([z.number().int().nonnegative(), z.string()])
  .transform((value, context) => {
    const instantMs = typeof value === 'number' ? value : parseInstant(value);
    if (instantMs !== undefined) return instantMs;
    context.addIssue({ code: 'custom', message: 'neither epoch milliseconds nor ISO 8601' });
    return z.NEVER;
  });
