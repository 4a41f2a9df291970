import type { Bookings, CycleView } from '@fullcarry/domain/backtest/recorded/compare-bookings';
import { z } from 'zod';
import type { Database } from '../database/database.js';
import { DeskCurveStore } from '../desk/desk-curve-store.js';
import { DeskStore } from '../desk/desk-store.js';

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
  return { fills, settlements, points, views: await viewsUntil(database, exchange, untilMs) };
}

const share = z.number().nullable();

/** What is stored of a cycle, as far as it says what the desk judged by. */
const report = z.object({
  markets: z.array(
    z.object({
      symbol: z.string(),
      ...{ netYield: share, grossYield: share, holdingYield: share, persistence: share },
    }),
  ),
});

async function viewsUntil(
  database: Database,
  exchange: string,
  untilMs: number,
): Promise<CycleView[]> {
  const store = new DeskCurveStore(database, exchange);
  const cycles = await store.cycles({ before: undefined, limit: MOST_POINTS });
  return cycles
    .filter(({ startedAtMs }) => startedAtMs < untilMs)
    .flatMap(({ startedAtMs: atMs, report: text }) =>
      report
        .parse(JSON.parse(text))
        .markets.map(({ persistence: paidShare, ...view }) => ({ ...view, paidShare, atMs })),
    );
}

/** Ten years of a cycle every five minutes. */
const MOST_POINTS = 1_051_200;
