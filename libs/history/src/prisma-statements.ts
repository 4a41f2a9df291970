import { z } from 'zod';
import { postgresql, rowsOfJson, type Parameter, type Statements } from './database.js';

/** What the generated client, and its transactions, can do. */
export interface RawClient {
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>;
}

const oneJsonText = z.tuple([z.record(z.string(), z.string())]);
const arrays = z.array(z.array(z.unknown()));

/** Statements through a Prisma client or one of its transactions. */
export function prismaStatements(client: RawClient): Statements {
  const execute: Statements['execute'] = (sql, ...parameters) =>
    client.$executeRawUnsafe(sql, ...values(parameters));
  const json: Statements['json'] = async (schema, sql, ...parameters) => {
    const [row] = oneJsonText.parse(await client.$queryRawUnsafe(sql, ...values(parameters)));
    return schema.parse(JSON.parse(Object.values(row)[0] ?? ''));
  };
  return {
    dialect: postgresql,
    execute,
    // One statement for all: each is a journey to the server.
    insertNew: ({ table, columns }, rows) => {
      const names = columns.map(({ name }) => name).join(', ');
      const page = rowsOfJson(postgresql, columns, '$1');
      return execute(
        `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${page} ON CONFLICT DO NOTHING`,
        JSON.stringify(rows),
      );
    },
    json,
    rows: ({ columns, from, orderBy }, ...parameters) => {
      const row = postgresql.array(columns);
      return json(arrays, `SELECT ${postgresql.collect(row, orderBy)} FROM ${from}`, ...parameters);
    },
  };
}

/** Whole numbers travel as 64 bits. */
function values(parameters: readonly Parameter[]): (string | number | bigint | boolean | null)[] {
  return parameters.map((value) => (Number.isInteger(value) ? BigInt(Number(value)) : value));
}
