import { askedDeskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { allCash, type Book } from '@fullcarry/domain/desk/book/ledger-event';
import { exact, plain, sum } from '@fullcarry/domain/desk/book/exact';
import { ledgerOf, type Ledger } from '@fullcarry/domain/desk/book/ledger';
import { LedgerError } from '@fullcarry/domain/desk/book/ledger-error';
import { legCash } from '@fullcarry/domain/desk/book/position-leg';
import { feesOf, LEGS } from '@fullcarry/domain/desk/book/position-money';
import { storedBook } from '@fullcarry/history/desk/desk-book';
import type { StoredDesk } from '@fullcarry/history/desk/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';

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
    cashUsdt: allCash(await bookNow(reads)),
    differenceUsdt: unexplained,
  });
}

/** The running cash without all that explains it, exact, USDT: positive is cash of which nobody knows whence it came. */
export async function unexplainedCash(reads: DeskStore): Promise<string> {
  const book = await bookNow(reads);
  const traded = [...book.positions.values()].map((position) =>
    sum(LEGS.map((name) => legCash(name, position.legs[name]))).minus(feesOf(position)),
  );
  const booked = [...(await reads.allFundingPayments()), ...(await reads.allFundingCorrections())];
  const funding = booked.map(({ amountUsdt }) => exact(amountUsdt));
  const explained = [book.startingEquityUsdt, book.correctionsUsdt].map(exact);
  return plain(exact(allCash(book)).minus(sum([...explained, ...traded, ...funding])));
}
