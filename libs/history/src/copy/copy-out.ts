import type { ClientBase, Connection, Submittable } from 'pg';

type Reader = (from: Buffer, at: number, bytes: number) => string | number;

/** How values of one type are read from PostgreSQL's own form of them, by the number of the type. */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [20, (from, at) => from.readInt32BE(at) * 2 ** 32 + from.readUInt32BE(at + 4)],
  [23, (from, at) => from.readInt32BE(at)],
  [25, (from, at, bytes) => from.toString('utf8', at, at + bytes)],
  [701, (from, at) => from.readDoubleBE(at)],
]);

const SIGNATURE_AND_FLAGS_BYTES = 15;

/**
 * The rows of a SELECT without parameters, by COPY: half the time of a usual query, for the server writes no
 * numbers as text. `types`: of its columns, in order.
 *
 * Errors: TypeError for a column that is no BIGINT, INTEGER, TEXT or DOUBLE PRECISION; PostgreSQL's own.
 */
export async function copyOut(
  client: ClientBase,
  select: string,
  types: readonly number[],
): Promise<unknown[][]> {
  const readers = types.map((type) => {
    const reader = READERS.get(type);
    if (!reader) throw new TypeError(`No binary form is known for PostgreSQL’s type ${type}`);
    return reader;
  });
  const copy = new CopyOut(`COPY (${select}) TO STDOUT (FORMAT binary)`);
  client.query(copy);
  const from = await copy.done;
  const rows: unknown[][] = [];
  let at = SIGNATURE_AND_FLAGS_BYTES;
  // Behind the flags may lie an extension, which is to be skipped.
  at += 4 + from.readInt32BE(at);
  for (let columns = from.readInt16BE(at); columns >= 0; columns = from.readInt16BE(at)) {
    at += 2;
    const row = readers.map((read) => {
      const bytes = from.readInt32BE(at);
      const value = bytes < 0 ? null : read(from, at + 4, bytes);
      at += 4 + Math.max(0, bytes);
      return value;
    });
    rows.push(row);
  }
  return rows;
}

/** A COPY as pg's client takes a query of another's making: it is given each message of the server. */
class CopyOut implements Submittable {
  readonly done: Promise<Buffer>;
  private settle: { ok(all: Buffer): void; fail(error: unknown): void } | undefined;
  private readonly chunks: Buffer[] = [];

  constructor(private readonly sql: string) {
    this.done = new Promise((ok, fail) => {
      this.settle = { ok, fail };
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    // What it is given lies in a buffer that pg uses again.
    this.chunks.push(Buffer.from(chunk));
  }

  handleCommandComplete(): void {
    // The end of the rows; that all is over is sent next.
  }

  handleReadyForQuery(): void {
    this.settle?.ok(Buffer.concat(this.chunks));
  }

  handleError(error: unknown): void {
    this.settle?.fail(error);
  }
}
