import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { Book } from '@fullcarry/domain/desk/book/ledger-event';
import { plain, sumOf } from '@fullcarry/domain/desk/book/exact';
import type { PositionLeg } from '@fullcarry/domain/desk/book/position-leg';
import { isHeld, type Position } from '@fullcarry/domain/desk/book/position';
import type { StoredDesk, StoredDeskAccount } from './desk-rows.js';
import { startingEquity, type DeskStore } from './desk-store.js';
import type { StoredPosition } from './stored-position.js';

/** The whole book of a desk; undefined before it ran for the first time. Payments of what is held only. */
export async function storedBook(reads: DeskStore): Promise<Book | undefined> {
  const desk = await reads.desk();
  if (!desk) return undefined;
  const positions: Position[] = [];
  for (const position of await reads.allPositions()) {
    positions.push(isHeld(position) ? await withPayments(reads, position) : position);
  }
  return bookWith(desk, await reads.accounts(), positions);
}

/** The book with one position and the cash: all that an event about that position touches. */
export async function bookOfPosition(reads: DeskStore, positionId: number): Promise<Book> {
  const desk = await reads.desk();
  if (!desk) throw new Error('The desk that writes is not there');
  const position = await reads.position(positionId);
  if (!position) throw new Error(`There is no position ${positionId}`);
  return bookWith(desk, await reads.accounts(), [await withPayments(reads, position)]);
}

export function bookWith(
  desk: StoredDesk,
  accounts: readonly StoredDeskAccount[],
  positions: readonly Position[],
): Book {
  const { exchange, cashUsdt, correctionsUsdt, mode, modeReason } = desk;
  return {
    venue: exchange,
    startingEquityUsdt: startingEquity(desk, accounts),
    cashUsdt,
    elsewhereUsdt: new Map(accounts.map((one) => [one.venue, one.cashUsdt])),
    correctionsUsdt,
    mode,
    modeReason,
    positions: new Map(positions.map((position) => [position.id, position])),
  };
}

async function withPayments(reads: DeskStore, position: StoredPosition): Promise<Position> {
  const payments = await reads.fundingPayments(position.id);
  const corrections = await reads.fundingCorrections(position.id);
  const paid = (leg: Leg): PositionLeg => ({
    ...position.legs[leg],
    payments: payments
      .filter((one) => one.leg === leg)
      .map(({ settledAtMs, amountUsdt }) => {
        const own = corrections.filter((one) => one.leg === leg && one.settledAtMs === settledAtMs);
        return {
          settledAtMs,
          amountUsdt: plain(sumOf([amountUsdt, ...own.map((one) => one.amountUsdt)])),
        };
      }),
  });
  return { ...position, legs: { long: paid('long'), short: paid('short') } };
}
