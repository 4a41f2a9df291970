import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { TableColumn } from './table-column.js';

/** A table as the bytes of a Parquet file: amounts become doubles, times UTC timestamps of milliseconds. */
export function parquetTable(columns: readonly TableColumn[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({ columnData: columns.map(source), createdBy: 'fullcarry' }),
  );
}

function source({ name, kind, values }: TableColumn): ColumnSource {
  const some = (value: (one: string | number) => string | number | Date) =>
    values.map((one) => (one === undefined ? null : value(one)));
  switch (kind) {
    case 'text':
      return { name, nullable: true, type: 'STRING', data: some((one) => one) };
    case 'time':
      return { name, nullable: true, type: 'TIMESTAMP', data: some((one) => new Date(one)) };
    default:
      return { name, nullable: true, type: 'DOUBLE', data: some(Number) };
  }
}
