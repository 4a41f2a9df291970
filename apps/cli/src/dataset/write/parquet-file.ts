import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestFile, ManifestGroup } from '../layout/manifest.js';
import type { ParquetRows } from '../layout/parquet-rows.js';

/**
 * A Parquet file that is written group by group and has its name only when it is complete.
 *
 * Values stand in it plain, a byte of the file being a byte of one value: where one is changed on the way, the day that
 * it belongs to can be told. Compressed, whole months would be lost; prices become only a third smaller (Snappy).
 */
export class ParquetFile<Row> {
  private readonly bytes = new ByteWriter();
  private readonly parquet: ParquetWriter;
  private readonly whole = createHash('sha256');
  private readonly groups: ManifestGroup[] = [];
  private rows = 0;

  private constructor(
    private readonly folder: string,
    private readonly path: string,
    private readonly handle: FileHandle,
    private readonly layout: ParquetRows<Row>,
    name: string,
  ) {
    this.parquet = new ParquetWriter({
      writer: this.bytes,
      schema: layout.schema,
      codec: 'UNCOMPRESSED',
      createdBy: 'fullcarry',
      kvMetadata: [{ key: 'fullcarry.series', value: name }],
    });
  }

  /** `path`: below the folder, with slashes. `name`: the series', kept in the file. */
  static async open<Row>(
    folder: string,
    path: string,
    layout: ParquetRows<Row>,
    name: string,
  ): Promise<ParquetFile<Row>> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const handle = await open(partOf(folder, path), 'w');
    return new ParquetFile(folder, path, handle, layout, name);
  }

  /** Rows of one month, ascending; at least one. */
  async write(month: string, rows: readonly Row[]): Promise<void> {
    // What stands before the first group, the format's mark, belongs to none.
    await this.drain();
    const offset = this.bytes.offset;
    await this.parquet.write({
      columnData: this.layout.columns(rows),
      rowGroupSize: rows.length,
    });
    const bytes = this.bytes.offset - offset;
    const sha256 = await this.drain();
    this.groups.push({ month, rows: rows.length, offset, bytes, sha256 });
    this.rows += rows.length;
  }

  async finish(): Promise<ManifestFile> {
    await this.parquet.finish();
    await this.drain();
    await this.handle.sync();
    await this.handle.close();
    await rename(partOf(this.folder, this.path), join(this.folder, this.path));
    return {
      path: this.path,
      bytes: this.bytes.offset,
      rows: this.rows,
      sha256: this.whole.digest('hex'),
      groups: this.groups,
    };
  }

  /** It can't be finished: nothing half-written is left behind. */
  async discard(): Promise<void> {
    await this.handle.close();
    await rm(partOf(this.folder, this.path), { force: true });
  }

  /** Writes what was encoded so far to the disk; returns its digest. */
  private async drain(): Promise<string> {
    const chunk = this.bytes.getBytes();
    this.whole.update(chunk);
    const sha256 = createHash('sha256').update(chunk).digest('hex');
    await this.handle.writeFile(chunk);
    this.bytes.index = 0;
    return sha256;
  }
}

function partOf(folder: string, path: string): string {
  return `${join(folder, path)}.part-${process.pid}`;
}
