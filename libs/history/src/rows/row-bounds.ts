import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Reads } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { rowTable } from './row-table.js';

const bounds = z.tuple([z.tuple([z.int().nullable(), z.int().nullable()])]);

/** The smallest window that holds every stored row of the series; undefined where there is none. */
export async function rowBounds(
  database: Reads,
  series: StoredSeries,
): Promise<TimeWindow | undefined> {
  const { dialect } = database;
  const { table, key } = rowTable(series.key.kind);
  // One by one they are each a step into the index; as one query SQLite would read the whole series.
  const [[firstMs, lastMs]] = await database.json(
    bounds,
    `SELECT ${dialect.collect(dialect.array(['first_ms', 'last_ms']), 'first_ms')} FROM (
       SELECT (SELECT min(${key}) FROM ${table} WHERE series_id = $1) AS first_ms,
         (SELECT max(${key}) FROM ${table} WHERE series_id = $1) AS last_ms
     ) AS ends`,
    series.id,
  );
  return firstMs === null || lastMs === null ? undefined : { fromMs: firstMs, toMs: lastMs + 1 };
}
