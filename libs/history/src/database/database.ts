import type { z } from 'zod';

export type Parameter = string | number | boolean | null;

/**
 * A database, SQLite or PostgreSQL. Statements are written once, in the SQL that both understand, with `$1`,
 * `$2` … as parameters; what differs is behind the names below.
 */
export interface Database extends Statements {
  /**
   * All of the work or none of it; the work is done again where PostgreSQL undid it. SQLite has one at a time:
   * wait for nothing else in it.
   */
  transaction<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /**
   * All that the work reads is as it was when it began, whoever writes meanwhile; nobody waits for it, however long it
   * takes. Errors: whatever the work throws.
   */
  snapshot<Result>(work: (reads: Reads) => Promise<Result>): Promise<Result>;
  /**
   * Runs work of another thread of this process that writes through a connection of its own, when no transaction of this
   * connection is under way, and holds those that come meanwhile. SQLite has one writer: two would each wait for
   * the other on the spot, and nothing else of the process would run.
   */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface Statements extends Reads {
  /** Runs a statement; returns the number of rows it changed. */
  execute(sql: string, ...parameters: Parameter[]): Promise<number>;
  /** Inserts the rows whose key is not there yet, and leaves those that are; returns how many were inserted. */
  insertNew(into: Columns, rows: readonly (readonly Parameter[])[]): Promise<number>;
}

export interface Reads {
  readonly dialect: Dialect;
  /**
   * Many rows, each as its columns' values: numbers, texts and nulls, not checked yet. As fast as the
   * database gives them.
   */
  rows(select: Select, ...parameters: Parameter[]): Promise<readonly (readonly unknown[])[]>;
  /**
   * Runs a query whose only column is JSON text and returns it parsed: whole result sets travel as one
   * value, which is twice as fast as rows and brings numbers as numbers from both databases.
   */
  json<Schema extends z.ZodType>(
    schema: Schema,
    sql: string,
    ...parameters: Parameter[]
  ): Promise<z.output<Schema>>;
}

/** The columns of a table that rows hold values of, in their order. */
export interface Columns {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** `from` is what stands between FROM and ORDER BY. */
export interface Select {
  readonly columns: readonly string[];
  readonly from: string;
  readonly orderBy: string;
}

export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** A FROM item with one row for each element of a JSON array parameter, in its column `value`. */
  each(parameter: string): string;
  /** The JSON array of the columns of one row. */
  array(columns: readonly string[]): string;
  /** The JSON array of an expression over all rows, in an order; `[]` where there are none. */
  collect(expression: string, orderBy: string): string;
}

export const sqlite: Dialect = {
  name: 'sqlite',
  each: (parameter) => `json_each(${parameter}) AS item`,
  array: (columns) => `json_array(${columns.join(', ')})`,
  collect: (expression, orderBy) => `json_group_array(${expression} ORDER BY ${orderBy})`,
};

export const postgresql: Dialect = {
  name: 'postgresql',
  each: (parameter) => `jsonb_array_elements(CAST(${parameter} AS jsonb)) AS item(value)`,
  array: (columns) => `json_build_array(${columns.join(', ')})`,
  collect: (expression, orderBy) =>
    `CAST(coalesce(json_agg(${expression} ORDER BY ${orderBy}), '[]') AS text)`,
};

/** A FROM item, `page`, with the columns' values of each row, `parameter` being the rows as JSON: arrays in an array. */
export function rowsOfJson(
  dialect: Dialect,
  columns: Columns['columns'],
  parameter: string,
): string {
  const typed = columns.map(
    ({ name, type }, i) => `CAST(item.value ->> ${i} AS ${type}) AS ${name}`,
  );
  return `(SELECT ${typed.join(', ')} FROM ${dialect.each(parameter)}) AS page`;
}
