import { coinOf } from '@fullcarry/domain/desk/trade/fill-fee';
import type { Book } from '@fullcarry/domain/desk/book/ledger-event';
import {
  reconcileAccount,
  type Difference,
  type VenueAccount,
} from '@fullcarry/domain/desk/book/reconcile-account';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import { DomainError } from '@fullcarry/domain/errors';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { bookNow } from './account.js';
import type { LegExecutor } from '@fullcarry/domain/desk/perform/leg-executor';

/** What was compared, and what could not be. */
export interface ReconciledVenues {
  readonly differences: readonly Difference[];
  /** In sentences: exchanges that did not say what they hold. What is not known refuses nothing. */
  readonly problems: readonly string[];
}

/** Asks each exchange what it holds for the desk, and compares it with the book. */
export async function reconcileVenues(
  executor: LegExecutor,
  reads: DeskStore,
): Promise<ReconciledVenues> {
  const book = await bookNow(reads);
  const unsure = await unsureOf(reads, book);
  const differences: Difference[] = [];
  const problems: string[] = [];
  for (const venue of [book.venue, ...book.elsewhereUsdt.keys()]) {
    try {
      const account = await accountOn(executor, venue);
      differences.push(...reconcileAccount(account, book, unsure));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(`${venue} does not say what it holds for the desk: ${error.message}`);
    }
  }
  return { differences, problems };
}

async function accountOn(executor: LegExecutor, venue: string): Promise<VenueAccount> {
  const [positions, balances, openOrders] = await Promise.all([
    executor.positions(venue),
    executor.balances(venue),
    executor.openOrders(venue),
  ]);
  return { venue, positions, balances, openOrders };
}

/** Symbols and coins of orders of which nobody knows what became. */
async function unsureOf(reads: DeskStore, book: Book): Promise<ReadonlySet<string>> {
  const unsure = new Set<string>();
  for (const { id, legs } of [...book.positions.values()].filter(isHeld)) {
    for (const { leg, state } of await reads.legOrders(id)) {
      if (state !== 'sent') continue;
      const { symbol, instrument } = legs[leg];
      unsure.add(instrument === 'spot' ? coinOf(symbol) : symbol);
    }
  }
  return unsure;
}
