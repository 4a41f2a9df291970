import { z } from 'zod';
import type { Database } from '../database/database.js';

/** A table as the database itself describes it. */
export interface TableLayout {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The columns of the primary key, in their order. */
  readonly key: readonly string[];
}

const columnRows = z.array(z.tuple([z.string(), z.string(), z.int()]));

/** The place of a column in the primary key counts from 1; 0 for the others. */
const COLUMNS = {
  sqlite: `SELECT name, type, pk AS place, cid AS nth FROM pragma_table_info(CAST($1 AS TEXT))`,
  postgresql: `SELECT c.column_name AS name, c.data_type AS type, c.ordinal_position AS nth,
      coalesce(k.ordinal_position, 0) AS place
    FROM information_schema.columns AS c
    LEFT JOIN information_schema.table_constraints AS t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage AS k
      ON k.constraint_name = t.constraint_name AND k.table_schema = t.table_schema AND k.column_name = c.column_name
    WHERE c.table_schema = current_schema() AND c.table_name = CAST($1 AS text)`,
};

export async function tableLayout(database: Database, table: string): Promise<TableLayout> {
  const { dialect } = database;
  const rows = await database.json(
    columnRows,
    `SELECT ${dialect.collect(dialect.array(['name', 'type', 'place']), 'nth')} FROM (${COLUMNS[dialect.name]}) AS layout`,
    table,
  );
  const key = rows.filter(([, , place]) => place > 0).sort((a, b) => a[2] - b[2]);
  return {
    table,
    columns: rows.map(([name, type]) => ({ name, type })),
    key: key.map(([name]) => name),
  };
}
