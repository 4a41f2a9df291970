import { z } from 'zod';
import type { Database, Reads, Statements } from '../database/database.js';

const idRows = z.array(z.int());
const noted = z.array(z.tuple([z.int(), z.int(), z.int()]));

/** SQLite: what others noted, before a transaction of the fetcher's writes: from here on what is noted is its own. */
export async function countOthersFirst(tx: Statements): Promise<void> {
  if (tx.dialect.name === 'sqlite') await addNoted(tx, ['changes']);
}

/** What this transaction, one of the fetcher's, touched of the series: it changed, and is accounted for. */
export async function countOwn(tx: Statements, seriesId: number): Promise<void> {
  if (tx.dialect.name === 'sqlite') await addNoted(tx, ['changes', 'accounted']);
  else await addOwn(tx, seriesId);
}

/**
 * Adds what others than the fetcher touched to `piece.changes`: to be called before looking for pieces that are
 * to be hashed or were touched. Where nothing is noted, nothing is written.
 */
export async function countTouches(database: Database): Promise<void> {
  if (await anythingNoted(database)) await database.transaction(countTouchesIn);
}

/** The same inside of a transaction. */
export async function countTouchesIn(tx: Statements): Promise<void> {
  if (!(await anythingNoted(tx))) return;
  if (tx.dialect.name === 'sqlite') await addNoted(tx, ['changes']);
  else await addAll(tx);
}

async function anythingNoted(database: Statements): Promise<boolean> {
  const { dialect } = database;
  const [first] = await database.json(
    idRows,
    `SELECT ${dialect.collect('series_id', 'series_id')} FROM (SELECT series_id FROM piece_change LIMIT 1) AS one`,
  );
  return first !== undefined;
}

/**
 * The target of a copy has noted every row that it was given. In the place of that comes what the source has
 * noted and not counted yet; the pieces themselves are copied as any table.
 */
export async function copyTouches(from: Reads, to: Database): Promise<void> {
  const columns = ['series_id', 'from_ms', 'changes'];
  const rows = await from.json(
    noted,
    `SELECT ${from.dialect.collect(from.dialect.array(columns), 'series_id, from_ms')} FROM piece_change`,
  );
  await to.transaction(async (tx) => {
    await tx.execute('DELETE FROM piece_change');
    await tx.execute(
      `INSERT INTO piece_change (${columns.join(', ')})
       SELECT CAST(item.value ->> 0 AS INTEGER), CAST(item.value ->> 1 AS BIGINT), sum(CAST(item.value ->> 2 AS BIGINT))
       FROM ${tx.dialect.each('$1')} GROUP BY 1, 2`,
      JSON.stringify(rows),
    );
  });
}

/** SQLite: all that is noted, into these columns. */
async function addNoted(tx: Statements, into: readonly string[]): Promise<void> {
  await tx.execute(
    `INSERT INTO piece (series_id, from_ms, ${into.join(', ')})
     SELECT series_id, from_ms, ${into.map(() => 'changes').join(', ')} FROM piece_change WHERE true
     ON CONFLICT (series_id, from_ms) DO UPDATE SET ${into.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
  );
  await tx.execute('DELETE FROM piece_change');
}

/** PostgreSQL: what this transaction noted, which is told by its number. */
async function addOwn(tx: Statements, seriesId: number): Promise<void> {
  await tx.execute(
    `WITH noted AS (
       DELETE FROM piece_change WHERE series_id = $1 AND xmin = pg_current_xact_id()::xid RETURNING series_id, from_ms, changes
     )
     INSERT INTO piece (series_id, from_ms, changes, accounted)
     SELECT series_id, from_ms, sum(changes), sum(changes) FROM noted GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (series_id, from_ms) DO UPDATE
       SET changes = piece.changes + excluded.changes, accounted = piece.accounted + excluded.accounted`,
    seriesId,
  );
}

/** PostgreSQL: what transactions noted that are over. In the order of the key, so that two never wait for each other. */
async function addAll(tx: Statements): Promise<void> {
  await tx.execute(
    `WITH noted AS (DELETE FROM piece_change RETURNING series_id, from_ms, changes)
     INSERT INTO piece (series_id, from_ms, changes)
     SELECT series_id, from_ms, sum(changes) FROM noted GROUP BY 1, 2 ORDER BY 1, 2
     ON CONFLICT (series_id, from_ms) DO UPDATE SET changes = piece.changes + excluded.changes`,
  );
}
