import {
  AsyncByteQueue,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow';
import type { ColumnsOf } from './rows-in-columns.js';

/**
 * The rows as an Arrow IPC stream: the schema first, then a batch for each piece, and its end, so that a stream that was cut
 * is told from one that is whole. A piece is read when the one before it left: no more than one is held.
 */
export async function* arrowStream<Row>(
  about: ReadonlyMap<string, string>,
  layout: ColumnsOf<Row>,
  pieces: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const chunks = new Chunks();
  const schema = new Schema(layout.fields, new Map(about));
  const writer = new RecordBatchStreamWriter();
  writer.reset(chunks, schema);
  for await (const rows of pieces) {
    if (rows.length === 0) continue;
    const type = new Struct(layout.fields);
    const children = layout.columns(rows);
    const data = makeData({ type, length: rows.length, nullCount: 0, children });
    writer.write(new RecordBatch(schema, data));
    yield chunks.take();
  }
  writer.finish();
  yield chunks.take();
}

/** What the writer has written so far, until it is taken. */
class Chunks extends AsyncByteQueue {
  private written: Uint8Array[] = [];

  override write(chunk: Uint8Array): void {
    this.written.push(chunk);
  }

  take(): Uint8Array {
    const taken = Buffer.concat(this.written);
    this.written = [];
    return taken;
  }
}
