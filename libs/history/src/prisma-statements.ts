import { z } from 'zod';
import type { Dialect, Parameter, Statements } from './database.js';

/** What both generated clients, and their transactions, can do. */
export interface RawClient {
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe(sql: string, ...values: unknown[]): Promise<unknown>;
}

const oneJsonText = z.tuple([z.record(z.string(), z.string())]);

/** Statements through a Prisma client or one of its transactions. */
export function statements(client: RawClient, dialect: Dialect): Statements {
  return {
    dialect,
    execute: (sql, ...parameters) => {
      const [text, values] = bind(dialect, sql, parameters);
      return client.$executeRawUnsafe(text, ...values);
    },
    json: async (schema, sql, ...parameters) => {
      const [text, values] = bind(dialect, sql, parameters);
      const [row] = oneJsonText.parse(await client.$queryRawUnsafe(text, ...values));
      return schema.parse(JSON.parse(Object.values(row)[0] ?? ''));
    },
  };
}

/** SQLite's driver knows parameters by their order only; whole numbers travel as 64 bits. */
function bind(
  dialect: Dialect,
  sql: string,
  parameters: readonly Parameter[],
): [string, (string | number | bigint | boolean | null)[]] {
  const values = parameters.map((value) =>
    Number.isInteger(value) ? BigInt(Number(value)) : value,
  );
  if (dialect.name === 'postgresql') return [sql, values];
  const inOrder: (string | number | bigint | boolean | null)[] = [];
  const text = sql.replaceAll(/\$(\d+)/g, (_, n: string) => {
    inOrder.push(values[Number(n) - 1] ?? null);
    return '?';
  });
  return [text, inOrder];
}
