import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';

interface RowGroup {
  readonly columns: ColumnSource[];
  readonly rows: number;
}

/** A whole Parquet file; `about`: what stands in its footer, for whoever reads it. */
export async function inParquet(
  schema: SchemaElement[],
  groups: readonly RowGroup[],
  about: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const writer = new ByteWriter();
  const kvMetadata = Object.entries(about).map(([key, value]) => ({ key, value }));
  const file = new ParquetWriter({
    ...{ writer, schema, kvMetadata, codec: 'UNCOMPRESSED', createdBy: 'fullcarry' },
  });
  for (const { columns, rows } of groups) {
    await file.write({ columnData: columns, rowGroupSize: rows });
  }
  await file.finish();
  return writer.getBytes();
}
