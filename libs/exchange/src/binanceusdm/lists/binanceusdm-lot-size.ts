import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { LotSize, PerpetualRules } from '@fullcarry/domain/market/trading-rules';
import { z } from 'zod';
import { NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import { firstFault } from '../../rows/read-values.js';
import type { ListedMarket } from './binanceusdm-instruments.js';

const FILTERS = z.array(z.looseObject({ filterType: z.string() }));

const QUANTITY = z.object({ stepSize: POSITIVE, minQty: POSITIVE });
const FUTURES_VALUE = z.object({ notional: NOT_NEGATIVE });
const SPOT_VALUE = z.object({ minNotional: NOT_NEGATIVE });

const PRICE = z.object({ tickSize: POSITIVE });

/** What a perpetual's filters say of orders in it; undefined when they can't be read. */
export function perpetualRulesOf({
  instrument: { filters },
}: ListedMarket): PerpetualRules | undefined {
  const of = <S extends z.ZodType>(schema: S, type: string) =>
    schema.safeParse(filterOf(filters, [type])).data;
  const [quantity, value] = [of(QUANTITY, 'LOT_SIZE'), of(FUTURES_VALUE, 'MIN_NOTIONAL')];
  const price = of(PRICE, 'PRICE_FILTER');
  if (!quantity || !value || !price) return undefined;
  return {
    quantityStep: quantity.stepSize,
    minQuantity: quantity.minQty,
    minNotionalUsdt: value.notional,
    priceStep: price.tickSize,
    contractSize: '1',
  };
}

/**
 * Of a perpetual: its filters LOT_SIZE and MIN_NOTIONAL.
 *
 * Errors: DataIntegrityError for a filter or value that is missing or no number of its kind.
 */
export function readFuturesLotSize(filters: unknown, context: ErrorContext): LotSize {
  const { notional } = read(FUTURES_VALUE, filters, ['MIN_NOTIONAL'], context);
  return { ...readQuantity(filters, context), minNotionalUsdt: notional };
}

/** Of a spot market: LOT_SIZE, and NOTIONAL or, on older symbols, MIN_NOTIONAL. Errors: the same. */
export function readSpotLotSize(filters: unknown, context: ErrorContext): LotSize {
  const { minNotional } = read(SPOT_VALUE, filters, ['NOTIONAL', 'MIN_NOTIONAL'], context);
  return { ...readQuantity(filters, context), minNotionalUsdt: minNotional };
}

function readQuantity(filters: unknown, context: ErrorContext) {
  const { stepSize, minQty } = read(QUANTITY, filters, ['LOT_SIZE'], context);
  return { quantityStep: stepSize, minQuantity: minQty };
}

function read<S extends z.ZodType>(
  schema: S,
  filters: unknown,
  types: readonly string[],
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(filterOf(filters, types));
  if (parsed.success) return parsed.data;
  const fault = firstFault(parsed.error);
  throw new DataIntegrityError('A lot size is no number', {
    ...context,
    fault: fault && `${types.join(' or ')} ${fault}`,
  });
}

/** The first filter of one of the types; undefined where there is none. */
function filterOf(filters: unknown, types: readonly string[]): unknown {
  const list = FILTERS.safeParse(filters).data ?? [];
  return list.find(({ filterType }) => types.includes(filterType));
}
