import type { Claim } from '@fullcarry/domain/completeness/answer/claim';
import type { SettledClaims } from '@fullcarry/domain/completeness/answer/judge-answer';
import { holds, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Statements } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';

const COLUMNS = [
  'series_id',
  'row_at_ms',
  'claimed',
  'looks',
  'first_seen_at_ms',
  'last_seen_at_ms',
  'not_before_ms',
  'found_by',
];
const rows = z.array(
  z.tuple([z.int(), z.int(), z.string(), z.int(), z.int(), z.int(), z.int(), z.string()]),
);

/** What answers claim against proven rows of the series, ascending. */
export async function openClaims(
  database: Statements,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, Claim[]>> {
  if (seriesIds.length === 0) return new Map();
  const { dialect } = database;
  const found = await database.json(
    rows,
    `SELECT ${dialect.collect(dialect.array(COLUMNS), 'series_id, row_at_ms')} FROM claim WHERE ${oneOfIds(dialect)}`,
    JSON.stringify(seriesIds),
  );
  const claims = new Map(seriesIds.map((id): [number, Claim[]] => [id, []]));
  for (const [
    id,
    rowAtMs,
    claimed,
    observations,
    firstSeenAtMs,
    lastSeenAtMs,
    notBeforeMs,
    foundBy,
  ] of found) {
    const seen = { firstSeenAtMs, lastSeenAtMs, notBeforeMs };
    claims.get(id)?.push({ rowAtMs, claimed, observations, ...seen, foundBy });
  }
  return claims;
}

/** The claims of the window are not rechecked before this: an answer could not be had. */
export async function putOffClaims(
  database: Statements,
  seriesId: number,
  { fromMs, toMs }: TimeWindow,
  notBeforeMs: number,
): Promise<void> {
  await database.execute(
    'UPDATE claim SET not_before_ms = $1 WHERE series_id = $2 AND row_at_ms >= $3 AND row_at_ms < $4',
    notBeforeMs,
    seriesId,
    fromMs,
    toMs,
  );
  await database.execute('UPDATE series SET version = version + 1 WHERE id = $1', seriesId);
}

/** Makes these the claims of the window, and of the rows beside it of which the answer says something. */
export async function replaceClaims(
  tx: Statements,
  seriesId: number,
  { within, open, settled }: SettledClaims,
): Promise<void> {
  await tx.execute(
    'DELETE FROM claim WHERE series_id = $1 AND row_at_ms >= $2 AND row_at_ms < $3',
    seriesId,
    within.fromMs,
    within.toMs,
  );
  for (const atMs of [...open.map(({ rowAtMs }) => rowAtMs), ...settled]) {
    if (holds(within, atMs)) continue;
    await tx.execute('DELETE FROM claim WHERE series_id = $1 AND row_at_ms = $2', seriesId, atMs);
  }
  for (const claim of open) {
    await tx.execute(
      `INSERT INTO claim (${COLUMNS.join(', ')}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      seriesId,
      claim.rowAtMs,
      claim.claimed,
      claim.observations,
      claim.firstSeenAtMs,
      claim.lastSeenAtMs,
      claim.notBeforeMs,
      claim.foundBy,
    );
  }
}
