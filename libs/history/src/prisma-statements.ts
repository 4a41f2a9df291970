import { z } from 'zod';
import { postgresql, type Parameter, type Statements } from './database.js';

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
    executeEach: async (sql, rows) => {
      const changed: number[] = [];
      for (const row of rows) changed.push(await execute(sql, ...row));
      return changed;
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
