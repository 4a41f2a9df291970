import type { Database, Parameter, Statements } from '../database/database.js';
import type { RowSchema } from '../database/row-schema.js';

/** What reads of a desk need: the database, or a transaction. */
export type DeskDatabase = Pick<Database, 'dialect' | 'json'> | Statements;

/** Rows in an order; `from`: the rest of the statement, the exchange being its first parameter. */
export function deskRows<Row>(
  database: DeskDatabase,
  shape: RowSchema<Row>,
  orderBy: string,
  from: string,
  exchange: string,
  ...parameters: Parameter[]
): Promise<Row[]> {
  return database.json(
    shape.rows,
    `SELECT ${shape.collect(database.dialect, orderBy)} ${from}`,
    exchange,
    ...parameters,
  );
}
