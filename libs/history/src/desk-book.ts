import type { Book, BookPosition } from '@fullcarry/domain/desk/book';
import { plain, sumOf } from '@fullcarry/domain/desk/exact';
import { isHeld } from '@fullcarry/domain/desk/position';
import type { StoredDesk, StoredPosition } from './desk-rows.js';
import type { DeskStore } from './desk-store.js';

/** The whole book of a desk; undefined before it ran for the first time. Payments of what is held only. */
export async function storedBook(reads: DeskStore): Promise<Book | undefined> {
  const desk = await reads.desk();
  if (!desk) return undefined;
  const positions: BookPosition[] = [];
  for (const position of await reads.allPositions()) {
    positions.push(isHeld(position) ? await withPayments(reads, position) : unpaid(position));
  }
  return bookWith(desk, positions);
}

/** The book with one position and the cash: all that an event about that position touches. */
export async function bookOfPosition(reads: DeskStore, positionId: number): Promise<Book> {
  const desk = await reads.desk();
  if (!desk) throw new Error('The desk that writes is not there');
  const position = await reads.position(positionId);
  if (!position) throw new Error(`There is no position ${positionId}`);
  return bookWith(desk, [await withPayments(reads, position)]);
}

export function bookWith(desk: StoredDesk, positions: readonly BookPosition[]): Book {
  const { startingEquityUsdt, cashUsdt, correctionsUsdt, mode, modeReason } = desk;
  return {
    startingEquityUsdt,
    cashUsdt,
    correctionsUsdt,
    mode,
    modeReason,
    positions: new Map(positions.map((position) => [position.id, position])),
  };
}

async function withPayments(reads: DeskStore, position: StoredPosition): Promise<BookPosition> {
  const payments = await reads.fundingPayments(position.id);
  const corrections = await reads.fundingCorrections(position.id);
  return {
    ...position,
    payments: payments.map(({ settledAtMs, amountUsdt }) => {
      const own = corrections.filter((one) => one.settledAtMs === settledAtMs);
      return {
        settledAtMs,
        amountUsdt: plain(sumOf([amountUsdt, ...own.map((one) => one.amountUsdt)])),
      };
    }),
  };
}

function unpaid(position: StoredPosition): BookPosition {
  return { ...position, payments: [] };
}
