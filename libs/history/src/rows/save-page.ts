import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { hullOf, mergeWindows, overlap, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { replaceClaims, type SettledClaims } from '../proof/claim-rows.js';
import { writingRows } from '../proof/piece-changes.js';
import { saveGap } from './save-gap.js';
import { rowsOfJson, type Database, type Statements } from '../database/database.js';
import {
  rowTable,
  rowValues,
  type RowTable,
  type SeriesRow,
  type SeriesRows,
} from './row-table.js';

const timeRows = z.array(z.int());
const windowRows = z.array(z.tuple([z.int(), z.int()]));

/** What is to be stored of one answer of the exchange. */
export interface Page {
  readonly seriesId: number;
  readonly content: SeriesRows;
  /** Whether some of the rows appeared where none was proven to be; what is fetched for the first time does not. */
  readonly changesProven?: boolean;
  /** Rows that are no more; each is a revision. */
  readonly vanished?: readonly number[];
  /** The windows in which nothing is left to ask for. */
  readonly coverage: readonly TimeWindow[];
  /** The gaps that are now known inside `gapsWithin`; all that were known there before are replaced. */
  readonly gapsWithin: TimeWindow;
  readonly gaps: readonly Gap[];
  readonly claims?: SettledClaims;
  readonly observedAtMs: number;
  /** What was being done, kept with every revision. */
  readonly foundBy: string;
}

export interface Saved {
  readonly inserted: number;
  readonly revised: number;
}

/** Stores a page in a transaction of its own. */
export function savePage(database: Database, page: Page): Promise<Saved> {
  return writingRows(database, page.seriesId, async (tx) => {
    await holdSeries(tx, page.seriesId);
    return writePage(tx, page);
  });
}

/** Keeps every other writer of the series waiting until the transaction ends. */
export async function holdSeries(tx: Statements, seriesId: number): Promise<void> {
  await tx.execute('UPDATE series SET version = version WHERE id = $1', seriesId);
}

/**
 * Writes rows, coverage, gaps and claims; the series must be held. Rows that are there
 * already stay; one that came back different is recorded as a revision, with what it was, and replaced.
 */
export async function writePage(tx: Statements, page: Page): Promise<Saved> {
  const saved = await saveRows(tx, page);
  const vanished = await removeRows(tx, page);
  const merged = await saveCoverage(tx, page);
  if (page.content.kind === 'funding') {
    const touched = touchedBy(page);
    for (const window of merged) await setIntervals(tx, page.seriesId, window, touched);
  }
  await replaceGaps(tx, page);
  if (page.claims) await replaceClaims(tx, page.seriesId, page.claims);
  const revised = saved.revised + vanished;
  await tx.execute(
    `UPDATE series SET version = version + 1, rows = rows + $1, revisions = revisions + $2,
       last_sync_at_ms = coalesce($3, last_sync_at_ms) WHERE id = $4`,
    saved.inserted - vanished,
    revised,
    page.coverage.length > 0 ? page.observedAtMs : null,
    page.seriesId,
  );
  return { inserted: saved.inserted, revised };
}

/** Takes out the rows that the exchange has no more; returns how many there were. */
async function removeRows(
  tx: Statements,
  { seriesId, content, vanished = [], observedAtMs, foundBy }: Page,
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
      observedAtMs,
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
  { observedAtMs, foundBy, changesProven = foundBy !== 'fill' }: Page,
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
    windowRows,
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
function touchedBy({ content, coverage, vanished = [] }: Page): TimeWindow {
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
  for (const gap of gaps) await saveGap(tx, seriesId, gap);
}
