import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import type { Instrument } from '@fullcarry/domain/market/instrument';
import { z } from 'zod';
import type { Parameter } from '../database/database.js';
import { bit, optional } from '../database/row-schema.js';

/** The columns of an instrument, in their order. */
export const INSTRUMENT_COLUMNS = [
  'symbol',
  'native_id',
  'is_listed',
  'asset_class',
  'listed_at_ms',
  'ends_at_ms',
  'price_step',
  'quantity_step',
  'min_quantity',
  'min_notional_usdt',
  'contract_size',
];

export const instrumentRow = z
  .tuple([
    z.string(),
    z.string(),
    bit,
    optional(z.enum(ASSET_CLASSES)),
    optional(z.int()),
    optional(z.int()),
    optional(z.string()),
    z.string().nullable(),
    z.string().nullable(),
    z.string().nullable(),
    z.string().nullable(),
  ])
  .transform(
    ([
      symbol,
      nativeId,
      isListed,
      assetClass,
      listedAtMs,
      endsAtMs,
      priceStep,
      quantityStep,
      minQuantity,
      minNotionalUsdt,
      contractSize,
    ]): Instrument => ({
      symbol,
      nativeId,
      isListed,
      assetClass,
      listedAtMs,
      endsAtMs,
      rules:
        quantityStep === null ||
        minQuantity === null ||
        minNotionalUsdt === null ||
        contractSize === null
          ? undefined
          : { priceStep, quantityStep, minQuantity, minNotionalUsdt, contractSize },
    }),
  );

/** In the order of the columns. */
export function instrumentValues(one: Instrument): Parameter[] {
  return [
    one.symbol,
    one.nativeId,
    one.isListed,
    one.assetClass ?? null,
    one.listedAtMs ?? null,
    one.endsAtMs ?? null,
    one.rules?.priceStep ?? null,
    one.rules?.quantityStep ?? null,
    one.rules?.minQuantity ?? null,
    one.rules?.minNotionalUsdt ?? null,
    one.rules?.contractSize ?? null,
  ];
}
