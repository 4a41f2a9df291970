import { book } from '@fullcarry/domain/desk/book/book';
import { plain, sumOf } from '@fullcarry/domain/desk/book/exact';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import type { Statements } from '../database/database.js';
import { bookWith } from './desk-book.js';
import type { DeskStore } from './desk-store.js';
import { insertRow } from '../database/insert-row.js';

export interface Correction {
  /** Exact, USDT: positive explains cash that is there, negative cash that is missing. */
  readonly amountUsdt: string;
  readonly reason: string;
  readonly bookedAtMs: number;
}

/**
 * Books a correction, and makes what legs say of their funding what their payments say: these are facts, the sums are
 * not.
 */
export async function correctLedger(
  tx: Statements,
  reads: DeskStore,
  by: { readonly exchange: string; readonly epoch: number },
  { amountUsdt, reason, bookedAtMs }: Correction,
): Promise<void> {
  const desk = await reads.desk();
  if (!desk) throw new Error('The desk that is corrected is not there');
  for (const { id } of await reads.allPositions()) {
    const payments = await reads.fundingPayments(id);
    const corrections = await reads.fundingCorrections(id);
    for (const leg of LEGS) {
      const own = payments.filter((one) => one.leg === leg);
      const booked = [...own, ...corrections.filter((one) => one.leg === leg)];
      await tx.execute(
        'UPDATE position_leg SET funding_usdt = $3, settlements_booked = $4 WHERE position_id = $1 AND leg = $2',
        id,
        leg,
        plain(sumOf(booked.map(({ amountUsdt }) => amountUsdt))),
        own.length,
      );
    }
  }
  const number = (await reads.corrections()).length + 1;
  const { exchange, epoch } = by;
  const row = { exchange, number, amountUsdt, reason, bookedAtMs, epoch };
  await insertRow(tx, 'desk_correction', row);
  const { correctionsUsdt } = book(bookWith(desk, [], []), { kind: 'corrected', amountUsdt });
  await tx.execute(
    'UPDATE desk SET corrections_usdt = $1 WHERE exchange = $2',
    correctionsUsdt,
    exchange,
  );
}
