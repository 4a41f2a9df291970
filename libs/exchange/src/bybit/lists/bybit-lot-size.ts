import type { ErrorContext } from '@fullcarry/domain/errors';
import type { LotSize, PerpetualRules } from '@fullcarry/domain/market/trading-rules';
import { z } from 'zod';
import { NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import { readValues } from '../../rows/read-values.js';
import type { ListedMarket } from './bybit-instruments.js';

const PROBLEM = 'A lot size is no number';

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

const PRICE = z.object({ tickSize: POSITIVE });

/** What a linear instrument says of orders in it; undefined when it can't be read. */
export function perpetualRulesOf({ instrument }: ListedMarket): PerpetualRules | undefined {
  const lot = LINEAR.safeParse(instrument.lotSizeFilter).data;
  const price = PRICE.safeParse(instrument.priceFilter).data;
  return lot && price && { ...lot, priceStep: price.tickSize, contractSize: '1' };
}

/** Errors: DataIntegrityError for a value that is missing or no number of its kind. */
export function readLinearLotSize(lotSizeFilter: unknown, context: ErrorContext): LotSize {
  return readValues(LINEAR, lotSizeFilter, PROBLEM, context);
}

/** Errors: those of `readLinearLotSize`. */
export function readSpotLotSize(lotSizeFilter: unknown, context: ErrorContext): LotSize {
  return readValues(SPOT, lotSizeFilter, PROBLEM, context);
}
