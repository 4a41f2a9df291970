import type { ClientBase } from 'pg';
import { z } from 'zod';
import { copyIn } from './copy-in.js';
import { postgresql, rowsOfJson, type Parameter, type Statements } from './database.js';

/** A connection, or a pool of them. */
export type Queries = Pick<ClientBase, 'query'>;

/** Rows that were to be inserted as new are there already: PostgreSQL has undone the transaction. */
export class RowsAreThereError extends Error {
  override readonly name = 'RowsAreThereError';
}

const UNIQUE_VIOLATION = '23505';

const oneText = z.tuple([z.tuple([z.string()])]);
const inColumns = z.array(z.array(z.unknown()));

/** All as the server wrote it: what is not JSON is a text here. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/** Statements on PostgreSQL but for `insertNew`, which is another one in a transaction. */
export function postgresqlStatements(client: Queries): Omit<Statements, 'insertNew'> {
  const json: Statements['json'] = async (schema, sql, ...parameters) => {
    const { rows } = await client.query({
      text: sql,
      values: parameters,
      rowMode: 'array',
      types: AS_TEXT,
    });
    const [[text]] = oneText.parse(rows);
    return schema.parse(JSON.parse(text));
  };
  return {
    dialect: postgresql,
    execute: async (sql, ...parameters) => (await client.query(sql, parameters)).rowCount ?? 0,
    json,
    // An array a column: a third less for the server to write than one a row.
    rows: async ({ columns, from, orderBy }, ...parameters) => {
      const named = columns.map((column, i) => `${column} AS c${i}`).join(', ');
      const arrays = columns.map((_, i) => `coalesce(json_agg(c${i}), '[]')`).join(', ');
      const found = await json(
        inColumns,
        `SELECT CAST(json_build_array(${arrays}) AS text) FROM (SELECT ${named} FROM ${from} ORDER BY ${orderBy}) AS page`,
        ...parameters,
      );
      const [first = []] = found;
      return first.map((_, row) => found.map((column) => column[row]));
    },
  };
}

/** `areThere`: some of the rows that are inserted as new may be there already. It costs half of the speed. */
export function statementsInTransaction(client: ClientBase, areThere: boolean): Statements {
  const statements = postgresqlStatements(client);
  return {
    ...statements,
    insertNew: async (into, rows) => {
      if (rows.length === 0) return 0;
      if (!areThere) return copied(copyIn(client, into, rows));
      const names = into.columns.map(({ name }) => name).join(', ');
      const page = rowsOfJson(postgresql, into.columns, '$1');
      return statements.execute(
        `INSERT INTO ${into.table} (${names}) SELECT ${names} FROM ${page} ON CONFLICT DO NOTHING`,
        JSON.stringify(rows satisfies readonly (readonly Parameter[])[]),
      );
    },
  };
}

async function copied(rows: Promise<number>): Promise<number> {
  try {
    return await rows;
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION
      ? new RowsAreThereError('Some of the rows are there already', { cause: error })
      : error;
  }
}

/** PostgreSQL's code of an error; undefined where it is none of its own. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
