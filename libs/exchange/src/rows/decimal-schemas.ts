import { canonicalDecimal } from '@fullcarry/domain/decimal-text';
import { z } from 'zod';

/** A decimal number as exchanges write it, made canonical; whatever else stands there is an issue. */
export const DECIMAL = z.string().transform((text, context) => {
  const decimal = canonicalDecimal(text);
  if (decimal !== undefined) return decimal;
  context.addIssue(`"${text}" is not a decimal number`);
  return z.NEVER;
});

export const POSITIVE = DECIMAL.refine((text) => Number(text) > 0, 'is not positive');

export const NOT_NEGATIVE = DECIMAL.refine((text) => Number(text) >= 0, 'is negative');
