import { hullOf, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { rowsOfJson, type Statements } from '../database/database.js';
import { rowTable, rowValues, type RowTable, type SeriesRow } from './series-rows.js';
import type { Page, Saved } from './page.js';

const timeRows = z.array(z.int());

/** Stores the rows that are new; one that came back different is replaced, and what it was is kept as a revision. */
export async function saveRows(tx: Statements, page: Page): Promise<Saved> {
  if (page.content.rows.length === 0) return { inserted: 0, revised: 0 };
  const table = rowTable(page.content.kind);
  const all = rowValues(page.seriesId, page.content);
  const appeared = await recordAppeared(tx, table, page, all);
  const stored = await storedTimes(tx, table, all);
  const fresh = all.filter(([, atMs]) => !stored.has(atMs));
  const inserted = await tx.insertNew(table, fresh);
  // Where one was not new after all, another process has just stored it.
  const others = inserted === fresh.length ? all.filter(([, atMs]) => stored.has(atMs)) : all;
  if (others.length === 0) return { inserted, revised: appeared };
  const rows = JSON.stringify(others);
  const { readAtMs, foundBy } = page;
  const revised = await tx.execute(recordRevisions(tx, table), rows, readAtMs, foundBy);
  if (revised > 0) await tx.execute(revise(tx, table), rows);
  return { inserted, revised: revised + appeared };
}

/** The times of the rows that are stored between the first and the last of these, which ascend. */
async function storedTimes(
  tx: Statements,
  { table, key }: RowTable,
  rows: readonly SeriesRow[],
): Promise<ReadonlySet<number>> {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return new Set();
  const stored = await tx.json(
    timeRows,
    `SELECT ${tx.dialect.collect(key, key)} FROM ${table} WHERE series_id = $1 AND ${key} >= $2 AND ${key} <= $3`,
    first[0],
    first[1],
    last[1],
  );
  return new Set(stored);
}

/** The JSON text of a row as a revision keeps it: its time and values. */
function rowText(tx: Statements, { columns }: RowTable, of: string): string {
  const [, ...values] = columns.map(({ name }) => `${of}.${name}`);
  return `CAST(${tx.dialect.array(values)} AS TEXT)`;
}

// CROSS JOIN: SQLite takes the page as the outer loop then, and finds each stored row by its key.
function recordRevisions(tx: Statements, table: RowTable): string {
  return `INSERT INTO revision (series_id, row_at_ms, old_row, new_row, observed_at_ms, found_by)
    SELECT stored.series_id, page.${table.key}, ${rowText(tx, table, 'stored')}, ${rowText(tx, table, 'page')},
      CAST($2 AS BIGINT), CAST($3 AS TEXT)
    FROM ${rowsOfJson(tx.dialect, table.columns, '$1')} CROSS JOIN ${table.table} AS stored
    WHERE stored.series_id = page.series_id AND stored.${table.key} = page.${table.key}
      AND (${table.compared.map((name) => `stored.${name} <> page.${name}`).join(' OR ')})`;
}

/** A row in a stretch that was proven without it: there was none, and now there is one. */
async function recordAppeared(
  tx: Statements,
  table: RowTable,
  { readAtMs, foundBy, changesProven = foundBy !== 'fill' }: Page,
  rows: readonly SeriesRow[],
): Promise<number> {
  if (!changesProven) return 0;
  return tx.execute(
    `INSERT INTO revision (series_id, row_at_ms, old_row, new_row, observed_at_ms, found_by)
     SELECT proven.series_id, page.${table.key}, 'null', ${rowText(tx, table, 'page')}, CAST($2 AS BIGINT), CAST($3 AS TEXT)
     FROM ${rowsOfJson(tx.dialect, table.columns, '$1')} CROSS JOIN coverage AS proven
     WHERE proven.series_id = page.series_id
       AND proven.from_ms <= page.${table.key} AND page.${table.key} < proven.to_ms
       AND NOT EXISTS (SELECT 1 FROM ${table.table} AS stored
         WHERE stored.series_id = proven.series_id AND stored.${table.key} = page.${table.key})`,
    JSON.stringify(rows),
    readAtMs,
    foundBy,
  );
}

/** Takes over what came back different. */
function revise(tx: Statements, table: RowTable): string {
  const names = table.columns.map(({ name }) => name);
  // WHERE true: without it SQLite would read ON CONFLICT as the ON of a join.
  return `INSERT INTO ${table.table} (${names.join(', ')})
    SELECT ${names.join(', ')} FROM ${rowsOfJson(tx.dialect, table.columns, '$1')} WHERE true
    ON CONFLICT (series_id, ${table.key}) DO UPDATE
      SET ${names
        .slice(2)
        .map((name) => `${name} = excluded.${name}`)
        .join(', ')}
    WHERE ${table.compared.map((name) => `${table.table}.${name} <> excluded.${name}`).join(' OR ')}`;
}

/** Takes out the rows that the exchange has no more; returns how many there were. */
export async function removeRows(
  tx: Statements,
  { seriesId, content, vanished = [], readAtMs, foundBy }: Page,
): Promise<number> {
  const table = rowTable(content.kind);
  let many = 0;
  for (const atMs of vanished) {
    many += await tx.execute(
      `INSERT INTO revision (series_id, row_at_ms, old_row, new_row, observed_at_ms, found_by)
       SELECT stored.series_id, stored.${table.key}, ${rowText(tx, table, 'stored')}, 'null',
         CAST($3 AS BIGINT), CAST($4 AS TEXT)
       FROM ${table.table} AS stored WHERE stored.series_id = $1 AND stored.${table.key} = $2`,
      seriesId,
      atMs,
      readAtMs,
      foundBy,
    );
    await tx.execute(
      `DELETE FROM ${table.table} WHERE series_id = $1 AND ${table.key} = $2`,
      seriesId,
      atMs,
    );
  }
  return many;
}

/** The stretch in which this page may have given a settlement another predecessor. */
export function touchedBy({ content, coverage, vanished = [] }: Page): TimeWindow {
  const windows = [...coverage, ...vanished.map((atMs) => ({ fromMs: atMs, toMs: atMs + 1 }))];
  if (content.kind === 'funding') {
    for (const { settledAtMs } of content.rows) {
      windows.push({ fromMs: settledAtMs, toMs: settledAtMs + 1 });
    }
  }
  const [first, ...others] = windows;
  return first ? hullOf([first, ...others]) : { fromMs: 0, toMs: 0 };
}

/**
 * Writes the interval of each settlement whose predecessor lies in the same covered window, from the touched
 * stretch to the first settlement after it. Across a stretch that is not proven the interval is unknown, and
 * stays so.
 */
export async function setIntervals(
  tx: Statements,
  seriesId: number,
  covered: TimeWindow,
  touched: TimeWindow,
): Promise<void> {
  const before = `(SELECT max(earlier.settled_at_ms) FROM funding_rate AS earlier WHERE earlier.series_id = $1
    AND earlier.settled_at_ms >= $2 AND earlier.settled_at_ms < funding_rate.settled_at_ms)`;
  const after = `(SELECT min(later.settled_at_ms) + 1 FROM funding_rate AS later WHERE later.series_id = $1
    AND later.settled_at_ms >= $5 AND later.settled_at_ms < $3)`;
  const minutes = `(settled_at_ms - ${before}) / 60000`;
  await tx.execute(
    `UPDATE funding_rate SET interval_minutes = ${minutes}
     WHERE series_id = $1 AND settled_at_ms >= $4 AND settled_at_ms < coalesce(${after}, $3)
       AND interval_minutes IS DISTINCT FROM ${minutes}`,
    seriesId,
    covered.fromMs,
    covered.toMs,
    Math.max(covered.fromMs, touched.fromMs),
    Math.min(covered.toMs, touched.toMs),
  );
}
