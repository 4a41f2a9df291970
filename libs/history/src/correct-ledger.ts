import { book } from '@fullcarry/domain/desk/book';
import { plain, sumOf } from '@fullcarry/domain/desk/exact';
import type { Statements } from './database.js';
import { bookWith } from './desk-book.js';
import type { DeskStore } from './desk-store.js';
import { insertRow } from './insert-row.js';

export interface Correction {
  /** Exact, USDT: positive explains cash that is there, negative cash that is missing. */
  readonly amountUsdt: string;
  readonly reason: string;
  readonly bookedAtMs: number;
}

/**
 * Books a correction, and makes what positions say of their fees and funding what their fills and payments say: these
 * are facts, the sums are not.
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
    const fees = sumOf((await reads.fills(id)).map(({ feeUsdt }) => feeUsdt));
    const payments = await reads.fundingPayments(id);
    const corrections = await reads.fundingCorrections(id);
    const funding = sumOf([...payments, ...corrections].map((booked) => booked.amountUsdt));
    await tx.execute(
      'UPDATE position SET fees_usdt = $2, funding_usdt = $3, settlements_booked = $4 WHERE id = $1',
      id,
      plain(fees),
      plain(funding),
      payments.length,
    );
  }
  const number = (await reads.corrections()).length + 1;
  const { exchange, epoch } = by;
  const row = { exchange, number, amountUsdt, reason, bookedAtMs, epoch };
  await insertRow(tx, 'desk_correction', row);
  const { correctionsUsdt } = book(bookWith(desk, []), { kind: 'corrected', amountUsdt });
  await tx.execute(
    'UPDATE desk SET corrections_usdt = $1 WHERE exchange = $2',
    correctionsUsdt,
    exchange,
  );
}
