import type { Database } from '@fullcarry/history/database/database';
import { z } from 'zod';
import { symbolOf } from '../time-line/listing.js';
import type { World } from '../world.js';
import type { RowsTouched } from '../time-line/world-event.js';

const found = z.array(z.tuple([z.int(), z.int()]));

/** A hand in the database: deletes or alters stored rows of a series, with none of our code. */
export async function touchRows(
  database: Database,
  world: World,
  event: RowsTouched,
  note: (seriesId: number, atMs: number) => void,
): Promise<void> {
  const { listing } = world.truth.listing(event.on);
  const [table, key, change] =
    event.series === 'candles'
      ? ['candle', 'open_at_ms', 'close = high']
      : ['funding_rate', 'settled_at_ms', "rate = '0.00777'"];
  const { dialect } = database;
  const rows = await database.json(
    found,
    `SELECT ${dialect.collect(dialect.array(['series_id', 'at_ms']), 'at_ms')} FROM (
       SELECT stored.series_id, stored.${key} AS at_ms FROM ${table} AS stored
       JOIN series ON series.id = stored.series_id JOIN market ON market.id = series.market_id
       WHERE market.symbol = $1 AND market.tracked = $2) AS rows`,
    symbolOf(listing),
    true,
  );
  for (const [id, atMs] of chosen(rows, event)) {
    const where = `WHERE series_id = ${id} AND ${key} = ${atMs}`;
    const changed =
      event.kind === 'rows-deleted'
        ? await database.execute(`DELETE FROM ${table} ${where}`)
        : await database.execute(`UPDATE ${table} SET ${change} ${where} AND NOT (${change})`);
    if (changed > 0) note(id, atMs);
  }
}

function chosen<Row>(rows: readonly Row[], { where, rows: many, choice }: RowsTouched): Row[] {
  if (where === 'newest') return rows.slice(-many);
  if (where === 'oldest') return rows.slice(0, many);
  const from = choice % Math.max(1, rows.length - many);
  return rows.slice(from, from + many);
}
