import type { Columns, Parameter } from '../database/database.js';

/** How values of one type are written: PostgreSQL's own form of them, which it takes without reading numbers from text. */
interface Field {
  bytes(value: Parameter): number;
  /** Returns the offset behind what was written; undefined when the column can't hold the value. */
  write(value: Parameter, into: Buffer, at: number): number | undefined;
}

const FIELDS: Readonly<Record<string, Field>> = {
  INTEGER: {
    bytes: () => 4,
    write: (value, into, at) => (isWhole(value) ? into.writeInt32BE(value, at) : undefined),
  },
  BIGINT: {
    bytes: () => 8,
    write: (value, into, at) => {
      if (!isWhole(value)) return undefined;
      // The halves of 64 bits: five times as fast as a bigint of each.
      const high = Math.floor(value / 2 ** 32);
      return into.writeUInt32BE(value - high * 2 ** 32, into.writeInt32BE(high, at));
    },
  },
  'DOUBLE PRECISION': {
    bytes: () => 8,
    // + 0: there is one zero, as in SQLite.
    write: (value, into, at) =>
      typeof value === 'number' && Number.isFinite(value)
        ? into.writeDoubleBE(value + 0, at)
        : undefined,
  },
  TEXT: {
    bytes: (value) => (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    write: (value, into, at) =>
      typeof value === 'string' ? at + into.write(value, at) : undefined,
  },
};

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const FLAGS_AND_EXTENSION = Buffer.alloc(8);
const END = Buffer.from([0xff, 0xff]);
const NULL_LENGTH = -1;

/**
 * The rows in the binary format of PostgreSQL's COPY.
 *
 * Errors: TypeError for a value that its column can't hold, such as a number that is not finite.
 */
export function binaryRows(
  { table, columns }: Columns,
  rows: readonly (readonly Parameter[])[],
): Buffer {
  const fields = columns.map(({ name, type }) => {
    const field = FIELDS[type];
    if (!field) throw new TypeError(`No binary form is known for ${table}.${name}, ${type}`);
    return { name, field };
  });
  let bytes = 0;
  for (const row of rows) {
    bytes += 2;
    fields.forEach(({ field }, i) => (bytes += 4 + field.bytes(row[i] ?? null)));
  }
  const into = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const row of rows) {
    at = into.writeInt16BE(fields.length, at);
    fields.forEach(({ name, field }, i) => {
      const value = row[i] ?? null;
      const start = into.writeInt32BE(value === null ? NULL_LENGTH : field.bytes(value), at);
      const end = value === null ? start : field.write(value, into, start);
      if (end === undefined) {
        throw new TypeError(`${table}.${name} can’t hold ${String(value)}`);
      }
      at = end;
    });
  }
  return Buffer.concat([SIGNATURE, FLAGS_AND_EXTENSION, into.subarray(0, at), END]);
}

function isWhole(value: Parameter): value is number {
  return Number.isSafeInteger(value);
}
