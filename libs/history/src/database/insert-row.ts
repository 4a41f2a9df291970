import type { Statements } from './database.js';
import { snakeCase } from './row-schema.js';

/** By the names of the columns in camel case. */
export type RowValues = Readonly<Record<string, string | number | undefined>>;

/** A row that must not be there yet. */
export async function insertRow(tx: Statements, table: string, row: RowValues): Promise<void> {
  const columns = Object.keys(row).map(snakeCase);
  if ((await insertRowOnce(tx, table, columns, row)) === 0) {
    throw new Error(`A row of ${table} is there already`);
  }
}

/** Returns 0 when a row with the same key is there already. */
export function insertRowOnce(
  tx: Statements,
  table: string,
  columns: readonly string[],
  row: RowValues,
): Promise<number> {
  const byColumn = new Map(Object.entries(row).map(([name, value]) => [snakeCase(name), value]));
  const places = columns.map((_, i) => `$${i + 1}`);
  return tx.execute(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) ON CONFLICT DO NOTHING`,
    ...columns.map((column) => byColumn.get(column) ?? null),
  );
}
