import { z } from 'zod';
import type { Database } from '../database/database.js';

/** How many rows a series holds, and the first and the last of them. */
export interface SeriesExtent {
  readonly rows: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

const extentRows = z.array(z.tuple([z.int(), z.int(), z.int(), z.int()]));

/** The extents of the series that hold rows, each table read once. */
export async function seriesExtents(
  database: Database,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, SeriesExtent>> {
  const candles = await extentsIn(database, 'candle', 'open_at_ms', seriesIds);
  const settlements = await extentsIn(database, 'funding_rate', 'settled_at_ms', seriesIds);
  return new Map([...candles, ...settlements]);
}

async function extentsIn(
  database: Database,
  table: string,
  timeColumn: string,
  seriesIds: readonly number[],
): Promise<[number, SeriesExtent][]> {
  const { dialect } = database;
  const rows = await database.json(
    extentRows,
    `SELECT ${dialect.collect(dialect.array(['series_id', 'many', 'first_at', 'last_at']), 'series_id')} FROM (
       SELECT series_id, count(*) AS many, min(${timeColumn}) AS first_at, max(${timeColumn}) AS last_at
       FROM ${table} WHERE series_id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})
       GROUP BY series_id
     ) AS extents`,
    JSON.stringify(seriesIds),
  );
  return rows.map(([id, many, firstAtMs, lastAtMs]) => [id, { rows: many, firstAtMs, lastAtMs }]);
}
