import { mergeWindows, overlap, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { replaceClaims } from '../proof/claim-rows.js';
import { countOthersFirst, countOwn } from '../proof/piece-changes.js';
import { replaceGaps } from './save-gap.js';
import type { Database, Statements } from '../database/database.js';
import type { Page, Saved } from './page.js';
import { removeRows, saveRows, setIntervals, touchedBy } from './save-rows.js';

const windowRows = z.array(z.tuple([z.int(), z.int()]));

/**
 * A transaction of the fetcher that writes rows of one series. What it touches is counted in `piece.changes` and
 * in `piece.accounted`, as the triggers of the row tables saw it; what anybody else touches in `changes` alone.
 */
export function writingRows<Result>(
  database: Database,
  seriesId: number,
  work: (tx: Statements) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (tx) => {
    await countOthersFirst(tx);
    const result = await work(tx);
    await countOwn(tx, seriesId);
    return result;
  });
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
    page.coverage.length > 0 ? page.readAtMs : null,
    page.seriesId,
  );
  return { inserted: saved.inserted, revised };
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
