import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Reads } from './database.js';
import type { StoredSeries } from './stored-series.js';
import { rowTable } from './row-table.js';

const bounds = z.tuple([z.tuple([z.int().nullable(), z.int().nullable()])]);

/** The smallest window that holds every stored row of the series; undefined where there is none. */
export async function rowBounds(
  database: Reads,
  series: StoredSeries,
): Promise<TimeWindow | undefined> {
  const { dialect } = database;
  const { table, key } = rowTable(series.key.kind);
  const [[firstMs, lastMs]] = await database.json(
    bounds,
    `SELECT ${dialect.collect(dialect.array(['first_ms', 'last_ms']), 'first_ms')} FROM (
       SELECT min(${key}) AS first_ms, max(${key}) AS last_ms FROM ${table} WHERE series_id = $1
     ) AS ends`,
    series.id,
  );
  return firstMs === null || lastMs === null ? undefined : { fromMs: firstMs, toMs: lastMs + 1 };
}
