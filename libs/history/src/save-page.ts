import type { Gap } from '@fullcarry/domain/gap';
import { hullOf, mergeWindows, overlap, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { rowsOfJson, type Database, type Statements } from './database.js';
import {
  rowTable,
  rowValues,
  type RowTable,
  type SeriesRow,
  type SeriesRows,
} from './row-table.js';

/** What one checked answer of the exchange proves. */
export interface Page {
  readonly seriesId: number;
  readonly content: SeriesRows;
  /** The windows in which nothing is left open. */
  readonly coverage: readonly TimeWindow[];
  /** The gaps that are now known inside `gapsWithin`; all that were known there before are replaced. */
  readonly gapsWithin: TimeWindow;
  readonly gaps: readonly Gap[];
  readonly observedAtMs: number;
  /** What was being done, kept with every revision. */
  readonly foundBy: string;
}

export interface Saved {
  readonly inserted: number;
  readonly revised: number;
}

/**
 * Stores rows, coverage and gaps in one transaction. Rows that are there
 * already stay; one that came back different is recorded as a revision, with what it was, and replaced.
 */
export function savePage(database: Database, page: Page): Promise<Saved> {
  return database.transaction(async (tx) => {
    await tx.execute(
      'UPDATE series SET last_sync_at_ms = $1 WHERE id = $2',
      page.observedAtMs,
      page.seriesId,
    );
    const saved = await saveRows(tx, page);
    const merged = await saveCoverage(tx, page);
    if (page.content.kind === 'funding') {
      const touched = touchedBy(page);
      for (const window of merged) await setIntervals(tx, page.seriesId, window, touched);
    }
    await replaceGaps(tx, page);
    return saved;
  });
}

async function saveRows(tx: Statements, page: Page): Promise<Saved> {
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
  const { observedAtMs, foundBy } = page;
  const revised = await tx.execute(recordRevisions(tx, table), rows, observedAtMs, foundBy);
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
  const times = await tx.json(
    z.array(z.int()),
    `SELECT ${tx.dialect.collect(key, key)} FROM ${table} WHERE series_id = $1 AND ${key} >= $2 AND ${key} <= $3`,
    first[0],
    first[1],
    last[1],
  );
  return new Set(times);
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
  { observedAtMs, foundBy }: Page,
  rows: readonly SeriesRow[],
): Promise<number> {
  // What is fetched for the first time was never proven.
  if (foundBy === 'fill') return 0;
  return tx.execute(
    `INSERT INTO revision (series_id, row_at_ms, old_row, new_row, observed_at_ms, found_by)
     SELECT proven.series_id, page.${table.key}, 'null', ${rowText(tx, table, 'page')}, CAST($2 AS BIGINT), CAST($3 AS TEXT)
     FROM ${rowsOfJson(tx.dialect, table.columns, '$1')} CROSS JOIN coverage AS proven
     WHERE proven.series_id = page.series_id
       AND proven.from_ms <= page.${table.key} AND page.${table.key} < proven.to_ms
       AND NOT EXISTS (SELECT 1 FROM ${table.table} AS stored
         WHERE stored.series_id = proven.series_id AND stored.${table.key} = page.${table.key})`,
    JSON.stringify(rows),
    observedAtMs,
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

/** Adds the windows to what is covered; returns the merged windows that came out of it. */
async function saveCoverage(tx: Statements, page: Page): Promise<TimeWindow[]> {
  if (page.coverage.length === 0) return [];
  const { dialect } = tx;
  const stored = await tx.json(
    z.array(z.tuple([z.int(), z.int()])),
    `SELECT ${dialect.collect(dialect.array(['from_ms', 'to_ms']), 'from_ms')} FROM coverage WHERE series_id = $1`,
    page.seriesId,
  );
  const before = stored.map(([fromMs, toMs]) => ({ fromMs, toMs }));
  const after = mergeWindows([...before, ...page.coverage]);
  const added = after.filter((window) => page.coverage.some((one) => overlap(one, window)));
  for (const window of added) {
    await tx.execute(
      'DELETE FROM coverage WHERE series_id = $1 AND from_ms >= $2 AND to_ms <= $3',
      page.seriesId,
      window.fromMs,
      window.toMs,
    );
    await tx.execute(
      'INSERT INTO coverage (series_id, from_ms, to_ms) VALUES ($1, $2, $3)',
      page.seriesId,
      window.fromMs,
      window.toMs,
    );
  }
  return added;
}

/** The stretch in which this page may have given a settlement another predecessor. */
function touchedBy({ content, coverage }: Page): TimeWindow {
  const windows = [...coverage];
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
async function setIntervals(
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

async function replaceGaps(tx: Statements, page: Page): Promise<void> {
  const { seriesId, gapsWithin, gaps } = page;
  await tx.execute(
    'DELETE FROM gap WHERE series_id = $1 AND from_ms >= $2 AND to_ms <= $3',
    seriesId,
    gapsWithin.fromMs,
    gapsWithin.toMs,
  );
  for (const gap of gaps) {
    await tx.execute(
      `INSERT INTO gap (series_id, from_ms, to_ms, status, rows_expected, observations, first_observed_at_ms, last_observed_at_ms, next_try_at_ms, evidence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (series_id, from_ms) DO UPDATE SET to_ms = excluded.to_ms, status = excluded.status,
         rows_expected = excluded.rows_expected, observations = excluded.observations,
         last_observed_at_ms = excluded.last_observed_at_ms, next_try_at_ms = excluded.next_try_at_ms,
         evidence = excluded.evidence`,
      seriesId,
      gap.fromMs,
      gap.toMs,
      gap.status,
      gap.rowsExpected,
      gap.observations,
      gap.firstObservedAtMs,
      gap.lastObservedAtMs,
      gap.nextTryAtMs,
      gap.evidence,
    );
  }
}
