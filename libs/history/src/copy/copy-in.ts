import type { ClientBase, Connection, Submittable } from 'pg';
import { binaryRows } from './binary-rows.js';
import type { Columns, Parameter } from '../database/database.js';

const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = Buffer.from(['c'.charCodeAt(0), 0, 0, 0, 4]);

/**
 * Inserts the rows by COPY, none of which may be there yet; returns how many.
 *
 * Errors: TypeError for a value that its column can't hold; PostgreSQL's own, 23505 where a row is there.
 */
export function copyIn(
  client: ClientBase,
  into: Columns,
  rows: readonly (readonly Parameter[])[],
): Promise<number> {
  const names = into.columns.map(({ name }) => name).join(', ');
  const copy = new CopyIn(
    `COPY ${into.table} (${names}) FROM STDIN (FORMAT binary)`,
    binaryRows(into, rows),
  );
  client.query(copy);
  return copy.done;
}

/** A COPY as pg's client takes a query of another's making: it is given each message of the server. */
class CopyIn implements Submittable {
  readonly done: Promise<number>;
  private settle: { ok(rows: number): void; fail(error: unknown): void } | undefined;
  private rows = 0;

  constructor(
    private readonly sql: string,
    private readonly data: Buffer,
  ) {
    this.done = new Promise((ok, fail) => {
      this.settle = { ok, fail };
    });
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyInResponse({ stream }: Connection): void {
    const head = Buffer.allocUnsafe(5);
    head.writeInt32BE(4 + this.data.length, head.writeUInt8(COPY_DATA, 0));
    stream.write(head);
    stream.write(this.data);
    stream.write(COPY_DONE);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.rows = Number(text.replace('COPY ', ''));
  }

  handleReadyForQuery(): void {
    this.settle?.ok(this.rows);
  }

  handleError(error: unknown): void {
    this.settle?.fail(error);
  }
}
