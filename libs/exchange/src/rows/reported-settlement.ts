import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';

/** What stands for a settlement's time, as text: whether it is one is judged row by row (`checkSettlementPage`). */
export const STAMP = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((written) => String(written ?? ''));

/** A rate as it is written; a JSON number has lost digits already, and is no rate. */
export const RATE = z
  .string()
  .nullish()
  .transform((written) => written ?? '');

/** Errors: DataIntegrityError for a row of another market than the one that was asked for. */
export function assertSameMarket(answered: string, asked: string, context: ErrorContext): void {
  if (answered === asked) return;
  throw new DataIntegrityError('The answer is about another market', {
    ...context,
    asked,
    answered,
  });
}
