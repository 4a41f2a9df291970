import type Sqlite from 'better-sqlite3';
import type { Parameter, Statements } from '../database.js';
import { sqlite } from '../database.js';

type Value = string | number | bigint | null;

/** A statement as it was prepared, and which parameter stands at each of its places. */
interface Prepared {
  readonly statement: Sqlite.Statement;
  readonly places: readonly number[];
}

/** More than the project has; texts that are made anew each time must not fill the memory. */
const MOST_PREPARED = 500;

/** A call for each row costs as much again as the rows (docs/PERFORMANCE.md). */
const ROWS_AT_ONCE = 100;

/** Statements on one SQLite connection, each prepared once. */
export function sqliteStatements(connection: Sqlite.Database): Statements {
  const known = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    let found = known.get(sql);
    if (!found) {
      if (known.size >= MOST_PREPARED) known.clear();
      found = prepare(connection, sql);
      known.set(sql, found);
    }
    return found;
  };
  return {
    dialect: sqlite,
    execute: async (sql, ...parameters) => change(prepared(sql), parameters),
    insertNew: async ({ table, columns }, rows) => {
      const names = columns.map(({ name }) => name).join(', ');
      const places = `(${columns.map(() => '?').join(', ')})`;
      let inserted = 0;
      for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
        const some = rows.slice(first, first + ROWS_AT_ONCE);
        const { statement } = prepared(
          `INSERT INTO ${table} (${names}) VALUES ${some.map(() => places).join(', ')} ON CONFLICT DO NOTHING`,
        );
        // The types of the columns make integers of whole doubles: nothing to convert for each value. And no
        // flat(), which takes as long as the insert.
        const values: Parameter[] = [];
        for (const row of some) values.push(...row);
        inserted += statement.run(values).changes;
      }
      return inserted;
    },
    json: async (schema, sql, ...parameters) => {
      const { statement, places } = prepared(sql);
      const text = statement.pluck().get(...bind(places, parameters));
      return schema.parse(JSON.parse(String(text)));
    },
    rows: async ({ columns, from, orderBy }, ...parameters) => {
      const sql = `SELECT ${columns.join(', ')} FROM ${from} ORDER BY ${orderBy}`;
      const { statement, places } = prepared(sql);
      return statement
        .raw()
        .all(...bind(places, parameters))
        .map(asRow);
    },
  };
}

/** SQLite's driver knows parameters by their order only. */
function prepare(connection: Sqlite.Database, sql: string): Prepared {
  const places: number[] = [];
  const text = sql.replaceAll(/\$(\d+)/g, (_, n: string) => {
    places.push(Number(n) - 1);
    return '?';
  });
  return { statement: connection.prepare(text), places };
}

function change({ statement, places }: Prepared, parameters: readonly Parameter[]): number {
  if (!statement.reader) return statement.run(...bind(places, parameters)).changes;
  statement.all(...bind(places, parameters));
  return 0;
}

function bind(places: readonly number[], parameters: readonly Parameter[]): Value[] {
  return places.map((place) => valueOf(parameters[place] ?? null));
}

/** A number is bound as a double; where it is compared as text or cast, a whole one must be an integer. */
function valueOf(parameter: Parameter): Value {
  if (typeof parameter === 'boolean') return parameter ? 1n : 0n;
  return typeof parameter === 'number' && Number.isInteger(parameter)
    ? BigInt(parameter)
    : parameter;
}

function asRow(row: unknown): readonly unknown[] {
  if (!Array.isArray(row)) throw new TypeError('SQLite gave a row in another shape than asked for');
  return row;
}
