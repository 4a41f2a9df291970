import { z } from 'zod';
import { ensureMonthsOf } from '../migrate/candle-months.js';
import { COPIED_TABLES } from './copied-tables.js';
import type { Database, Parameter, Reads, Statements } from '../database/database.js';
import { copyTouches } from '../proof/piece-changes.js';
import { tableLayout, type TableLayout } from '../migrate/table-layout.js';
import { verifyCertificates } from '../proof/verify-certificates.js';

/** The copy can't be made, or is not what it was made of: one sentence that says what to do. */
export class CopyRefusedError extends Error {
  override readonly name = 'CopyRefusedError';
}

/** How far the rows are; what else there is takes no time beside them. */
export interface CopyProgress {
  readonly rowsDone: number;
  readonly rowsTotal: number;
}

export interface Copied {
  /** Rows by table, all that the source has. */
  readonly rows: ReadonlyMap<string, number>;
  readonly certificatesVerified: number;
}

const { owners: OWNERS, rows: ROWS, pieces: PIECES, claims: CLAIMS } = COPIED_TABLES;

const DESK = [...COPIED_TABLES.desk, ...COPIED_TABLES.results];

const PAGE = 5_000;

type Row = readonly Parameter[];
const page = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])));
const count = z.tuple([z.int()]);

/**
 * Copies everything that `from` holds when it begins into `to`, whichever databases they are, and proves the copy by
 * recomputing every certificate from the rows that arrived. What is written to the source meanwhile is not in it. A copy
 * that was interrupted goes on where it was.
 *
 * Errors: CopyRefusedError when `to` holds something else, is written to meanwhile, or was begun from rows that the
 * source has changed since.
 */
export function copyHistory(
  from: Database,
  to: Database,
  report: (progress: CopyProgress) => void,
): Promise<Copied> {
  return from.snapshot((source) => copySnapshot(source, to, report));
}

async function copySnapshot(
  from: Reads,
  to: Database,
  report: (progress: CopyProgress) => void,
): Promise<Copied> {
  await refuseOther(from, to);
  const rows = new Map<string, number>();
  for (const table of [...OWNERS, ...ROWS, ...PIECES, ...CLAIMS, ...DESK]) {
    rows.set(table, await countOf(from, table));
  }
  const rowsTotal = ROWS.reduce((sum, table) => sum + (rows.get(table) ?? 0), 0);
  let rowsDone = 0;
  const countCopied = (many: number) => {
    rowsDone += many;
    report({ rowsDone, rowsTotal });
  };
  for (const table of OWNERS) await copyWhole(from, to, table);
  await ensureMonthsOf(from, to);
  for (const table of ROWS) await copyOn(from, to, table, countCopied);
  for (const table of PIECES) await copyWhole(from, to, table);
  await copyTouches(from, to);
  for (const table of [...CLAIMS, ...DESK]) await copyWhole(from, to, table);
  for (const [table, wanted] of rows) await refuseUnequal(to, table, wanted);
  return { rows, certificatesVerified: await verified(to) };
}

/** A market of the target that is not the same one in the source belongs to another history. */
async function refuseOther(from: Reads, to: Database): Promise<void> {
  for (const [table, identity] of [
    ['market', ['id', 'exchange', 'symbol', 'source']],
    ['series', ['id', 'market_id', 'kind', 'timeframe']],
    ['desk', ['exchange', 'source', 'starting_equity_usdt']],
  ] as const) {
    const known = new Set((await all(from, table, identity)).map((row) => JSON.stringify(row)));
    const other = (await all(to, table, identity)).find((row) => !known.has(JSON.stringify(row)));
    if (!other) continue;
    throw new CopyRefusedError(
      `The target holds something else (${table} ${other.join(' ')}), which the source does not: nothing was changed. Name an empty database`,
    );
  }
}

/** Copies the rows whose key comes after the last one that the target has. */
async function copyOn(
  from: Reads,
  to: Database,
  table: string,
  countCopied: (many: number) => void,
): Promise<void> {
  const layout = await tableLayout(to, table);
  let after = await lastKey(to, layout);
  countCopied(await countOf(to, table));
  for (;;) {
    const rows = await pageAfter(from, layout, after);
    if (rows.length === 0) return;
    await to.transaction((tx) => insert(tx, layout, rows));
    after = keyOf(layout, rows.at(-1) ?? []);
    countCopied(rows.length);
  }
}

/** Small tables, whose rows change: all of it, in one transaction. */
async function copyWhole(from: Reads, to: Database, table: string): Promise<void> {
  const layout = await tableLayout(to, table);
  const rows: Row[] = [];
  for (let after: Row | undefined; ;) {
    const next = await pageAfter(from, layout, after);
    rows.push(...next);
    if (next.length < PAGE) break;
    after = keyOf(layout, next.at(-1) ?? []);
  }
  await to.transaction(async (tx) => {
    if (isReplaced(table)) await tx.execute(`DELETE FROM ${table}`);
    for (let i = 0; i < rows.length; i += PAGE) {
      await insert(tx, layout, rows.slice(i, i + PAGE));
    }
    if (to.dialect.name === 'postgresql' && layout.key.join() === 'id') {
      // Rows that brought their number along leave PostgreSQL's own counter where it was.
      await tx.execute(
        `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table})) WHERE EXISTS (SELECT 1 FROM ${table})`,
      );
    }
  });
}

function isReplaced(table: string): boolean {
  return [...PIECES, ...CLAIMS].some((one) => one === table);
}

async function insert(tx: Statements, layout: TableLayout, rows: readonly Row[]): Promise<void> {
  const { table, columns, key } = layout;
  const values = columns.map(({ type }, i) => `CAST(item.value ->> ${i} AS ${type})`);
  const rest = columns.map(({ name }) => name).filter((name) => !key.includes(name));
  const update = rest.map((name) => `${name} = excluded.${name}`).join(', ');
  await tx.execute(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
     SELECT ${values.join(', ')} FROM ${tx.dialect.each('$1')} WHERE true
     ON CONFLICT (${key.join(', ')}) ${rest.length > 0 ? `DO UPDATE SET ${update}` : 'DO NOTHING'}`,
    JSON.stringify(rows),
  );
}

function pageAfter(from: Reads, layout: TableLayout, after: Row | undefined): Promise<Row[]> {
  const { table, columns, key } = layout;
  const names = columns.map(({ name }) => name);
  const places = key.map((_, i) => `$${i + 1}`).join(', ');
  const where = after ? `WHERE (${key.join(', ')}) > (${places})` : '';
  const order = key.join(', ');
  return from.json(
    page,
    `SELECT ${from.dialect.collect(from.dialect.array(names), order)} FROM (
       SELECT ${names.join(', ')} FROM ${table} ${where} ORDER BY ${order} LIMIT ${PAGE}
     ) AS page`,
    ...(after ?? []),
  );
}

async function lastKey(to: Database, { table, key }: TableLayout): Promise<Row | undefined> {
  const last = key.map((name) => `${name} DESC`).join(', ');
  const [found] = await to.json(
    page,
    `SELECT ${to.dialect.collect(to.dialect.array(key), key.join(', '))} FROM (
       SELECT ${key.join(', ')} FROM ${table} ORDER BY ${last} LIMIT 1
     ) AS page`,
  );
  return found;
}

function keyOf({ columns, key }: TableLayout, row: Row): Row {
  return key.map((name) => row[columns.findIndex((column) => column.name === name)] ?? null);
}

function all(database: Reads, table: string, columns: readonly string[]): Promise<Row[]> {
  const { dialect } = database;
  return database.json(
    page,
    `SELECT ${dialect.collect(dialect.array(columns), columns.join(', '))} FROM ${table}`,
  );
}

async function countOf(database: Reads, table: string): Promise<number> {
  const { dialect } = database;
  const [many] = await database.json(
    count,
    `SELECT ${dialect.collect('many', 'many')} FROM (SELECT count(*) AS many FROM ${table}) AS counted`,
  );
  return many;
}

async function refuseUnequal(to: Database, table: string, wanted: number): Promise<void> {
  const found = await countOf(to, table);
  if (found === wanted) return;
  throw new CopyRefusedError(
    `The target holds ${found} rows of ${table}, the source held ${wanted} when the copy began: stop what writes to the target, and copy into an empty database`,
  );
}

async function verified(to: Database): Promise<number> {
  let checked = 0;
  for await (const { agrees, series } of verifyCertificates(to)) {
    checked += 1;
    if (agrees) continue;
    const { symbol, kind } = series.key;
    throw new CopyRefusedError(
      `The copy of ${symbol} ${kind} is not what its certificate says: verify the source, and copy it into an empty database`,
    );
  }
  return checked;
}
