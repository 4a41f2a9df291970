import type { Candle } from '@fullcarry/domain/candle';
import type { StoredSettlement } from '@fullcarry/history/rows/series-rows';
import {
  Field,
  Float64,
  Int32,
  makeData,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
  type Data,
} from 'apache-arrow';

/** How rows of one shape stand in Arrow: the columns of the Parquet dataset (docs/RESEARCH.md). */
export interface ColumnsOf<Row> {
  readonly fields: Field[];
  columns(rows: readonly Row[]): Data[];
}

/** Milliseconds of UTC: no reader has to be told the unit or the zone. */
const TIME = new TimestampMillisecond('UTC');

export const CANDLE_COLUMNS: ColumnsOf<Candle> = {
  fields: [
    new Field('open_at', TIME),
    new Field('open', new Float64()),
    new Field('high', new Float64()),
    new Field('low', new Float64()),
    new Field('close', new Float64()),
    new Field('volume', new Float64()),
  ],
  columns: (rows) => [
    times(rows, ({ openAtMs }) => openAtMs),
    doubles(rows, ({ open }) => open),
    doubles(rows, ({ high }) => high),
    doubles(rows, ({ low }) => low),
    doubles(rows, ({ close }) => close),
    doubles(rows, ({ volume }) => volume),
  ],
};

export const SETTLEMENT_COLUMNS: ColumnsOf<StoredSettlement> = {
  fields: [
    new Field('settled_at', TIME),
    new Field('rate', new Float64()),
    // The same number to its last digit.
    new Field('rate_text', new Utf8()),
    new Field('interval_minutes', new Int32(), true),
    new Field('observed_at', TIME),
  ],
  columns: (rows) => [
    times(rows, ({ settledAtMs }) => settledAtMs),
    doubles(rows, ({ rate }) => Number(rate)),
    texts(rows.map(({ rate }) => rate)),
    wholes(rows.map(({ intervalMinutes }) => intervalMinutes ?? null)),
    times(rows, ({ stampedAtMs }) => stampedAtMs),
  ],
};

function times<Row>(rows: readonly Row[], atMs: (row: Row) => number): Data {
  const data = BigInt64Array.from(rows, (row) => BigInt(atMs(row)));
  return makeData({ type: TIME, length: rows.length, nullCount: 0, data });
}

function doubles<Row>(rows: readonly Row[], value: (row: Row) => number): Data {
  const data = Float64Array.from(rows, value);
  return makeData({ type: new Float64(), length: rows.length, nullCount: 0, data });
}

function texts(values: readonly string[]): Data {
  return oneOf(vectorFromArray(values, new Utf8()).data);
}

function wholes(values: readonly (number | null)[]): Data {
  return oneOf(vectorFromArray(values, new Int32()).data);
}

function oneOf([data]: readonly Data[]): Data {
  if (!data) throw new Error('A vector of so few values is of one piece');
  return data;
}
