import type { Parameter } from '../database/database.js';
import { deskRows, type DeskDatabase } from './desk-row-reader.js';
import { FILL, POSITION, POSITION_LEG } from './desk-rows.js';
import { storedPosition, type StoredPosition } from './stored-position.js';

/** Positions with their legs, and what their fills make of them; `from`: see deskRows. */
export async function storedPositions(
  database: DeskDatabase,
  exchange: string,
  orderBy: string,
  from: string,
  ...parameters: Parameter[]
): Promise<StoredPosition[]> {
  const rows = await deskRows(database, POSITION, orderBy, from, exchange, ...parameters);
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const oneOf = `WHERE position_id IN (SELECT id FROM position WHERE exchange = $1
    AND id IN (SELECT CAST(item.value AS INTEGER) FROM ${database.dialect.each('$2')}))`;
  const [legOrder, fillOrder] = ['position_id, leg', 'position_id, number'];
  const legs = await deskRows(
    ...([database, POSITION_LEG, legOrder, `FROM position_leg ${oneOf}`, exchange, ids] as const),
  );
  const fills = await deskRows(
    ...([database, FILL, fillOrder, `FROM fill ${oneOf}`, exchange, ids] as const),
  );
  const legsOf = byPosition(legs);
  const fillsOf = byPosition(fills);
  return rows.map((row) =>
    storedPosition(row, legsOf.get(row.id) ?? [], fillsOf.get(row.id) ?? []),
  );
}

function byPosition<Row extends { readonly positionId: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const grouped = new Map<number, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.positionId);
    if (known) known.push(row);
    else grouped.set(row.positionId, [row]);
  }
  return grouped;
}
