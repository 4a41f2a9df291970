import type { Candle } from '@fullcarry/domain/candle';
import { CANDLES, SETTLEMENTS, type RowKind } from '@fullcarry/domain/completeness/answer/row-kind';
import type { StoredSettlement } from '@fullcarry/history/rows/series-rows';
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';

/** The value of a column in a row as it was read from a file, not checked yet. */
export type ReadCell = (column: string, row: number) => unknown;

/** How rows of one shape stand in a Parquet file. */
export interface ParquetRows<Row> extends RowKind<Row> {
  readonly schema: SchemaElement[];
  columns(rows: readonly Row[]): ColumnSource[];
  /** Errors: Error for a value that was never written so. */
  read(cell: ReadCell, row: number): Row;
  /** How two columns of a row that tell the same differ; undefined where they don't. */
  contradiction(cell: ReadCell, row: number): string | undefined;
}

export const CANDLE_ROWS: ParquetRows<Candle> = {
  ...CANDLES,
  schema: schemaOf([
    time('open_at'),
    double('open'),
    double('high'),
    double('low'),
    double('close'),
    double('volume'),
  ]),
  columns: (rows) => [
    timeColumn('open_at', rows, ({ openAtMs }) => openAtMs),
    doubleColumn('open', rows, ({ open }) => open),
    doubleColumn('high', rows, ({ high }) => high),
    doubleColumn('low', rows, ({ low }) => low),
    doubleColumn('close', rows, ({ close }) => close),
    doubleColumn('volume', rows, ({ volume }) => volume),
  ],
  read: (cell, row) => ({
    openAtMs: numberIn(cell, 'open_at', row),
    open: numberIn(cell, 'open', row),
    high: numberIn(cell, 'high', row),
    low: numberIn(cell, 'low', row),
    close: numberIn(cell, 'close', row),
    volume: numberIn(cell, 'volume', row),
  }),
  contradiction: () => undefined,
};

export const SETTLEMENT_ROWS: ParquetRows<StoredSettlement> = {
  ...SETTLEMENTS,
  schema: schemaOf([
    time('settled_at'),
    double('rate'),
    {
      name: 'rate_text',
      type: 'BYTE_ARRAY',
      converted_type: 'UTF8',
      logical_type: { type: 'STRING' },
      repetition_type: 'REQUIRED',
    },
    { name: 'interval_minutes', type: 'INT32', repetition_type: 'OPTIONAL' },
    time('observed_at'),
  ]),
  columns: (rows) => [
    timeColumn('settled_at', rows, ({ settledAtMs }) => settledAtMs),
    doubleColumn('rate', rows, ({ rate }) => Number(rate)),
    { name: 'rate_text', data: rows.map(({ rate }) => rate), encoding: 'PLAIN' },
    {
      name: 'interval_minutes',
      data: rows.map(({ intervalMinutes }) => intervalMinutes ?? null),
    },
    timeColumn('observed_at', rows, ({ stampedAtMs }) => stampedAtMs),
  ],
  read: (cell, row) => ({
    settledAtMs: numberIn(cell, 'settled_at', row),
    rate: textIn(cell, 'rate_text', row),
    intervalMinutes: optionalNumberIn(cell, 'interval_minutes', row),
    stampedAtMs: numberIn(cell, 'observed_at', row),
  }),
  contradiction: (cell, row) =>
    Number(cell('rate_text', row)) === cell('rate', row)
      ? undefined
      : 'rate and rate_text are not the same number',
};

function schemaOf(columns: readonly SchemaElement[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns];
}

/** Milliseconds of UTC, as readers know them: no reader has to be told the unit or the zone. */
function time(name: string): SchemaElement {
  return {
    name,
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    repetition_type: 'REQUIRED',
  };
}

function double(name: string): SchemaElement {
  return { name, type: 'DOUBLE', repetition_type: 'REQUIRED' };
}

function timeColumn<Row>(
  name: string,
  rows: readonly Row[],
  atMs: (row: Row) => number,
): ColumnSource {
  const data = BigInt64Array.from(rows, (row) => BigInt(atMs(row)));
  return { name, data, encoding: 'DELTA_BINARY_PACKED' };
}

function doubleColumn<Row>(
  name: string,
  rows: readonly Row[],
  value: (row: Row) => number,
): ColumnSource {
  return { name, data: Float64Array.from(rows, value), encoding: 'PLAIN' };
}

function numberIn(cell: ReadCell, column: string, row: number): number {
  const value = cell(column, row);
  if (typeof value === 'number') return value;
  throw new Error(`${column} of row ${row} is not a number`);
}

function textIn(cell: ReadCell, column: string, row: number): string {
  const value = cell(column, row);
  if (typeof value === 'string') return value;
  throw new Error(`${column} of row ${row} is not a text`);
}

function optionalNumberIn(cell: ReadCell, column: string, row: number): number | undefined {
  const value = cell(column, row);
  return value === null || value === undefined ? undefined : numberIn(cell, column, row);
}
