import type { Candle } from '@fullcarry/domain/candle';
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import { fixedPoint } from './fixed-point.js';

/** How precisely the rows of an instrument are written: digits behind the point. */
export interface Precision {
  readonly price: number;
  readonly size: number;
}

const BAR_VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;

export const BAR_SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: BAR_VALUES.length + 2 },
  ...BAR_VALUES.map((name): SchemaElement => ({
    ...{ name, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, repetition_type: 'REQUIRED' },
  })),
  nanoseconds('ts_event'),
  nanoseconds('ts_init'),
];

/** A bar is stamped when it ends. */
export function barColumns(candles: readonly Candle[], stepMs: number): ColumnSource[] {
  const ends = BigInt64Array.from(candles, ({ openAtMs }) => nanosecondsOf(openAtMs + stepMs));
  return [
    ...BAR_VALUES.map((name): ColumnSource => ({
      ...{ name, data: candles.map((candle) => fixedPoint(candle[name])), encoding: 'PLAIN' },
    })),
    { name: 'ts_event', data: ends, encoding: 'PLAIN' },
    { name: 'ts_init', data: ends, encoding: 'PLAIN' },
  ];
}

export interface InstrumentRow {
  readonly id: string;
  readonly nativeId: string;
  readonly base: string;
  readonly quote: string;
  readonly precision: Precision;
  readonly priceStep: number;
  readonly sizeStep: number;
  readonly minQuantity: number;
  readonly minNotional: string;
  /** When the exchange's list was read that has it. */
  readonly listReadAtMs: number;
}

/** Nothing is known of what Nautilus wants beside it: fees and margins are 0, for whoever backtests to set. */
export function instrumentColumns(row: InstrumentRow): {
  readonly schema: SchemaElement[];
  readonly columns: ColumnSource[];
} {
  const { precision } = row;
  const size = (value: number) => value.toFixed(precision.size);
  const texts: Readonly<Record<string, string | null>> = {
    id: row.id,
    raw_symbol: row.nativeId,
    base_currency: row.base,
    quote_currency: row.quote,
    settlement_currency: row.quote,
    price_increment: row.priceStep.toFixed(precision.price),
    size_increment: size(row.sizeStep),
    multiplier: '1',
    max_quantity: null,
    min_quantity: size(row.minQuantity),
    max_notional: null,
    min_notional: `${row.minNotional} ${row.quote}`,
    max_price: null,
    min_price: null,
    margin_init: '0',
    margin_maint: '0',
    maker_fee: '0',
    taker_fee: '0',
  };
  const listReadNs = BigInt64Array.of(nanosecondsOf(row.listReadAtMs));
  const columns: (readonly [SchemaElement, ColumnSource])[] = [
    ...Object.entries(texts).map(([name, value]) => column(text(name), [value])),
    column({ name: 'is_inverse', type: 'BOOLEAN', repetition_type: 'REQUIRED' }, [false]),
    column(byte('price_precision'), [precision.price]),
    column(byte('size_precision'), [precision.size]),
    column({ name: 'info', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' }, [JSON_NULL]),
    column(nanoseconds('ts_event'), listReadNs),
    column(nanoseconds('ts_init'), listReadNs),
  ];
  return {
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(([one]) => one)],
    columns: columns.map(([, one]) => one),
  };
}

/** What else is known of it, as JSON. */
const JSON_NULL = new TextEncoder().encode('null');

function column(
  element: SchemaElement,
  data: ColumnSource['data'],
): readonly [SchemaElement, ColumnSource] {
  return [element, { name: element.name, data, encoding: 'PLAIN' }];
}

function text(name: string): SchemaElement {
  return {
    ...{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    repetition_type: 'OPTIONAL',
  };
}

function byte(name: string): SchemaElement {
  return { name, type: 'INT32', converted_type: 'UINT_8', repetition_type: 'REQUIRED' };
}

function nanoseconds(name: string): SchemaElement {
  return { name, type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' };
}

function nanosecondsOf(atMs: number): bigint {
  return BigInt(atMs) * 1_000_000n;
}
