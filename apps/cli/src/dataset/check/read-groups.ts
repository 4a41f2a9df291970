import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import type { ParquetRows } from '../layout/parquet-rows.js';

/** One group of a file: its rows, or why they can't be read. */
export type ReadGroup<Row> =
  | {
      readonly kind: 'read';
      readonly rows: readonly Row[];
      /** Rows of which two columns tell different things, by what they tell. */
      readonly contradicting: ReadonlyMap<Row, string>;
    }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * The groups of a Parquet file, one after the other.
 *
 * Errors: whatever the reader throws where the file's own description of itself can't be read.
 */
export async function* readGroups<Row>(
  path: string,
  layout: ParquetRows<Row>,
): AsyncGenerator<ReadGroup<Row>> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const columns = new Map<string, Column>();
    try {
      await parquetRead({
        file,
        metadata,
        rowStart,
        rowEnd,
        parsers: { timestampFromMilliseconds: Number },
        onChunk: ({ columnName, columnData, rowStart: fromRow }) => {
          const column = columns.get(columnName) ?? [];
          column.push({ fromRow, values: columnData });
          columns.set(columnName, column);
        },
      });
      const rows: Row[] = [];
      const cell = (name: string, row: number) => valueIn(columns.get(name) ?? [], row);
      const contradicting = new Map<Row, string>();
      for (let i = rowStart; i < rowEnd; i += 1) {
        const row = layout.read(cell, i);
        rows.push(row);
        const what = layout.contradiction(cell, i);
        if (what !== undefined) contradicting.set(row, what);
      }
      yield { kind: 'read', rows, contradicting };
    } catch (error) {
      yield { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
    }
    rowStart = rowEnd;
  }
}

/** The pages of a column, as they lie one after the other. */
type Column = { readonly fromRow: number; readonly values: ArrayLike<unknown> }[];

function valueIn(column: Column, row: number): unknown {
  for (const { fromRow, values } of column) {
    if (row >= fromRow && row < fromRow + values.length) return values[row - fromRow];
  }
  return undefined;
}
