import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../set-up/set-up.mjs';

const fromHistory = createRequire(join(root, 'libs/history/package.json'));

/**
 * What the book shows of trades that were done twice: two positions in one market at one time, a leg that was opened or closed
 * by more than its target, a closed position of which something is left, an order that was filled twice.
 */
export function judgeTrades(databaseFile) {
  const Database = fromHistory('better-sqlite3');
  const database = new Database(databaseFile, { readonly: true });
  const all = (sql) => database.prepare(sql).all();
  const faults = [];
  const together = all(`
    SELECT a.position_id AS one, b.position_id AS other, a.symbol FROM position_leg a
    JOIN position_leg b ON b.symbol = a.symbol AND b.instrument = a.instrument AND b.position_id > a.position_id
    JOIN position p ON p.id = a.position_id JOIN position q ON q.id = b.position_id
    WHERE p.closed_at_ms IS NULL AND q.opened_at_ms >= p.opened_at_ms
       OR p.closed_at_ms > q.opened_at_ms`);
  for (const { one, other, symbol } of together) {
    faults.push(`Positions ${one} and ${other} hold ${symbol} at the same time`);
  }
  for (const { client_order_id: id, times } of all(
    'SELECT client_order_id, count(*) AS times FROM fill GROUP BY client_order_id HAVING times > 1',
  )) {
    faults.push(`Order ${id} was filled ${times} times`);
  }
  for (const leg of all(`
    SELECT l.position_id AS id, l.leg, p.state, l.target_quantity AS target,
      sum(CASE f.side WHEN 'buy' THEN CAST(f.quantity AS REAL) ELSE 0 END) AS bought,
      sum(CASE f.side WHEN 'sell' THEN CAST(f.quantity AS REAL) ELSE 0 END) AS sold
    FROM position_leg l JOIN position p ON p.id = l.position_id
    JOIN fill f ON f.position_id = l.position_id AND f.leg = l.leg
    GROUP BY l.position_id, l.leg`)) {
    // A step of quantity, or a fee in the coin itself, is no second trade.
    const most = Number(leg.target) * 1.01;
    if (leg.bought > most || leg.sold > most) {
      faults.push(
        `Leg ${leg.leg} of position ${leg.id}: ${leg.bought} bought, ${leg.sold} sold of ${leg.target}`,
      );
    }
    if (leg.state === 'closed' && Math.abs(leg.bought - leg.sold) > most * 0.01) {
      faults.push(`Position ${leg.id} is closed, and of leg ${leg.leg} something is left`);
    }
  }
  const [{ positions }] = all('SELECT count(*) AS positions FROM position');
  const [{ fills }] = all('SELECT count(*) AS fills FROM fill');
  database.close();
  return { positions, fills, faults };
}
