import type { Bookings } from '@fullcarry/domain/backtest/recorded/compare-bookings';
import type { Database } from '../database/database.js';
import { DeskCurveStore } from './desk-curve-store.js';
import { DeskStore } from './desk-store.js';

/** Returns all that a desk booked before an instant: its fills, its settlements, and its ledger after each cycle. */
export async function bookingsUntil(
  database: Database,
  exchange: string,
  untilMs: number,
): Promise<Bookings> {
  const store = new DeskStore(database, exchange);
  const positions = await store.allPositions();
  const fills: Bookings['fills'][number][] = [];
  const settlements: Bookings['settlements'][number][] = [];
  for (const [position, { id }] of positions.entries()) {
    for (const { leg, side, quantity, price, filledAtMs, how, feeAmount } of await store.fills(
      id,
    )) {
      if (filledAtMs >= untilMs) continue;
      fills.push({ position, leg, side, quantity, price, feeUsdt: feeAmount, filledAtMs, how });
    }
    for (const { bookedAtMs, ...paid } of await store.fundingPayments(id)) {
      if (bookedAtMs >= untilMs) continue;
      const { leg, settledAtMs, rate, contracts, markPrice, amountUsdt } = paid;
      settlements.push({ position, leg, settledAtMs, rate, contracts, markPrice, amountUsdt });
    }
  }
  const all = { fromMs: 0, toMs: Math.min(untilMs, Number.MAX_SAFE_INTEGER) };
  const stored = await new DeskCurveStore(database, exchange).equityPoints(all, MOST_POINTS);
  const points = stored.map(({ cycle: _cycle, cashUsdt: _cash, ...point }) => point);
  return { fills, settlements, points };
}

/** Ten years of a cycle every five minutes. */
const MOST_POINTS = 1_051_200;
