import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { LotSize } from '@fullcarry/domain/trading-rules';
import { z } from 'zod';
import { NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';

// https://bybit-exchange.github.io/docs/v5/market/instrument: each category names the same things otherwise.
const LINEAR = z
  .object({ qtyStep: POSITIVE, minOrderQty: POSITIVE, minNotionalValue: NOT_NEGATIVE })
  .transform((filter): LotSize => ({
    quantityStep: filter.qtyStep,
    minQuantity: filter.minOrderQty,
    minNotionalUsdt: filter.minNotionalValue,
  }));

const SPOT = z
  .object({ basePrecision: POSITIVE, minOrderQty: POSITIVE, minOrderAmt: NOT_NEGATIVE })
  .transform((filter): LotSize => ({
    quantityStep: filter.basePrecision,
    minQuantity: filter.minOrderQty,
    minNotionalUsdt: filter.minOrderAmt,
  }));

/** Errors: DataIntegrityError for a value that is missing or no number of its kind. */
export function readLinearLotSize(lotSizeFilter: unknown, context: ErrorContext): LotSize {
  return read(LINEAR, lotSizeFilter, context);
}

/** Errors: those of `readLinearLotSize`. */
export function readSpotLotSize(lotSizeFilter: unknown, context: ErrorContext): LotSize {
  return read(SPOT, lotSizeFilter, context);
}

function read(schema: z.ZodType<LotSize>, filter: unknown, context: ErrorContext): LotSize {
  const parsed = schema.safeParse(filter);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DataIntegrityError('A lot size is no number', {
    ...context,
    fault: issue && `${issue.path.join('.')}: ${issue.message}`,
  });
}
