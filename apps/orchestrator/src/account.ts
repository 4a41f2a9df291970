import { askedDeskSettings, type DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { Book } from '@fullcarry/domain/desk/book';
import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import { cashChange } from '@fullcarry/domain/desk/fill-cash';
import { ledgerOf, LedgerError, type Ledger } from '@fullcarry/domain/desk/ledger';
import { storedBook } from '@fullcarry/history/desk-book';
import type { StoredDesk } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';

export async function storedDesk(reads: DeskStore): Promise<StoredDesk> {
  const desk = await reads.desk();
  if (!desk) throw new Error('The desk is not in the database');
  return desk;
}

/** What a person chose, also before settings got other names, or the defaults. A stored choice that is not valid any more is refused, never guessed. */
export async function storedSettings(reads: DeskStore): Promise<DeskSettings> {
  const stored = await reads.settings();
  return askedDeskSettings.parse(stored === undefined ? {} : JSON.parse(stored.settings));
}

export async function bookNow(reads: DeskStore): Promise<Book> {
  const book = await storedBook(reads);
  if (!book) throw new Error('The desk is not in the database');
  return book;
}

/** The ledger at the stored prices. Errors: LedgerError when it does not add up. */
export async function currentLedger(reads: DeskStore): Promise<Ledger> {
  const book = await bookNow(reads);
  return ledgerOf(book, [...book.positions.values()]);
}

/**
 * Computes the cash again from every fill, payment and correction that ever was, and compares it with the running one.
 *
 * Errors: LedgerError when they differ: a fill or a payment was lost, or counted twice.
 */
export async function auditCash(reads: DeskStore): Promise<void> {
  const unexplained = await unexplainedCash(reads);
  if (unexplained === '0') return;
  throw new LedgerError('The cash does not add up from the fills and payments', {
    cashUsdt: (await storedDesk(reads)).cashUsdt,
    differenceUsdt: unexplained,
  });
}

/** The running cash without all that explains it, exact, USDT: positive is cash of which nobody knows whence it came. */
export async function unexplainedCash(reads: DeskStore): Promise<string> {
  const desk = await storedDesk(reads);
  const positions = new Map((await reads.allPositions()).map((one) => [one.id, one]));
  const changes = (await reads.allFills()).map((fill) => {
    const position = positions.get(fill.positionId);
    if (!position) throw new LedgerError('A fill has no position', { ...fill });
    return cashChange(fill, position);
  });
  const booked = [...(await reads.allFundingPayments()), ...(await reads.allFundingCorrections())];
  const funding = booked.map(({ amountUsdt }) => exact(amountUsdt));
  const explained = [desk.startingEquityUsdt, desk.correctionsUsdt].map(exact);
  return plain(exact(desk.cashUsdt).minus(sum([...explained, ...changes, ...funding])));
}
