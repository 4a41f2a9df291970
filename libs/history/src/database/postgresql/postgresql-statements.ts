import { escapeLiteral, type ClientBase } from 'pg';
import { z } from 'zod';
import { copyIn } from '../../copy/copy-in.js';
import { copyOut } from '../../copy/copy-out.js';
import { postgresql, rowsOfJson, type Parameter, type Statements } from '../database.js';
import { sqlState } from './sql-state.js';

/** Lends a connection: one of a pool's, or the one of a transaction. */
export type Lend = <Result>(work: (client: ClientBase) => Promise<Result>) => Promise<Result>;

/** Rows that were to be inserted as new are there already: PostgreSQL has undone the transaction. */
export class RowsAreThereError extends Error {
  override readonly name = 'RowsAreThereError';
}

const UNIQUE_VIOLATION = '23505';

const oneText = z.tuple([z.tuple([z.string()])]);

/** All as the server wrote it: what is not JSON is a text here. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/** The types of the columns of each SELECT that was asked once. */
const columnTypes = new Map<string, readonly number[]>();

/** More than the project has; texts that are made anew each time must not fill the memory. */
const MOST_KNOWN = 500;

/** Statements on PostgreSQL but for `insertNew`, which is another one in a transaction. */
export function postgresqlStatements(lend: Lend): Omit<Statements, 'insertNew'> {
  return {
    dialect: postgresql,
    execute: (sql, ...parameters) =>
      lend(async (client) => (await client.query(sql, parameters)).rowCount ?? 0),
    json: (schema, sql, ...parameters) =>
      lend(async (client) => {
        const { rows } = await client.query({
          text: sql,
          values: parameters,
          rowMode: 'array',
          types: AS_TEXT,
        });
        const [[text]] = oneText.parse(rows);
        return schema.parse(JSON.parse(text));
      }),
    rows: ({ columns, from, orderBy }, ...parameters) =>
      lend(async (client) => {
        const select = `SELECT ${columns.join(', ')} FROM ${from} ORDER BY ${orderBy}`;
        const types = await typesOf(client, select, parameters);
        // COPY takes no parameters.
        const filled = select.replaceAll(/\$(\d+)/g, (_, n: string) =>
          literal(parameters[Number(n) - 1] ?? null),
        );
        return copyOut(client, filled, types);
      }),
  };
}

/** `areThere`: some of the rows that are inserted as new may be there already. It costs half of the speed. */
export function statementsInTransaction(client: ClientBase, areThere: boolean): Statements {
  const statements = postgresqlStatements((work) => work(client));
  return {
    ...statements,
    insertNew: async (into, rows) => {
      if (rows.length === 0) return 0;
      if (!areThere) return copied(copyIn(client, into, rows));
      const names = into.columns.map(({ name }) => name).join(', ');
      const page = rowsOfJson(postgresql, into.columns, '$1');
      return statements.execute(
        `INSERT INTO ${into.table} (${names}) SELECT ${names} FROM ${page} ON CONFLICT DO NOTHING`,
        JSON.stringify(rows),
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

async function typesOf(
  client: ClientBase,
  select: string,
  parameters: readonly Parameter[],
): Promise<readonly number[]> {
  const known = columnTypes.get(select);
  if (known) return known;
  const { fields } = await client.query(`${select} LIMIT 0`, [...parameters]);
  const types = fields.map(({ dataTypeID }) => dataTypeID);
  if (columnTypes.size >= MOST_KNOWN) columnTypes.clear();
  columnTypes.set(select, types);
  return types;
}

function literal(parameter: Parameter): string {
  if (parameter === null) return 'NULL';
  return typeof parameter === 'string' ? escapeLiteral(parameter) : `(${String(parameter)})`;
}
