import { book } from '@fullcarry/domain/desk/book/book';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { Book, LedgerEvent } from '@fullcarry/domain/desk/book/ledger-event';
import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import { clientOrderId } from '@fullcarry/domain/desk/trade/leg-order';
import { intended, type Opening } from '@fullcarry/domain/desk/decide/opening';
import type { Position } from '@fullcarry/domain/desk/book/position';
import type { StoredLegOrder } from '@fullcarry/history/desk/desk-rows';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import type { NewFill, NewOrder, TraderParts } from '@fullcarry/domain/desk/perform/trader-parts';

/** The desk's process ended between two writes. */
export class Killed extends Error {}

/** How many moments a desk has left: before and after each of its writes is one. */
export interface Lives {
  left: number;
}

/** A ledger that outlives the desks that write to it, and ends them at a chosen write. */
export class MemoryLedger {
  book: Book;
  readonly orders: StoredLegOrder[] = [];
  /** Called with each opening before it is stored. */
  opens: (opening: Opening) => void = () => undefined;
  /** Called with each closing of both legs before it is stored. */
  closes: (position: Position) => void = () => undefined;
  private readonly booked = new Set<string>();
  topUps = 0;
  /** Called with each move of cash to a margin. */
  toppedUp: (positionId: number, leg: Leg, amountUsdt: string) => void = () => undefined;
  /** What the exchange did with perpetuals without being asked, and coins that no market takes. */
  readonly settled: NewFill[] = [];
  private lastId = 0;

  /** The second exchange has as much again. */
  constructor(capitalUsdt: string, venue: string, elsewhere: string) {
    this.book = {
      venue,
      startingEquityUsdt: plain(exact(capitalUsdt).times(2)),
      cashUsdt: capitalUsdt,
      elsewhereUsdt: new Map([[elsewhere, capitalUsdt]]),
      correctionsUsdt: '0',
      mode: 'running',
      modeReason: undefined,
      positions: new Map(),
    };
  }

  apply(event: LedgerEvent): void {
    this.book = book(this.book, event);
  }

  readonly reads: TraderParts['reads'] = {
    position: (id) => Promise.resolve(this.stored(id)),
    legOrders: (id) => Promise.resolve(this.orders.filter((one) => one.positionId === id)),
  };

  /** What one desk may write; one that was killed writes nothing more, whatever of it is still under way. */
  writesOf(lives: Lives): TraderParts['writes'] {
    const write = async <Result>(work: () => Result): Promise<Result> => {
      live(lives);
      const result = work();
      live(lives);
      return Promise.resolve(result);
    };
    return {
      saveIntent: (opening: Opening) =>
        write(() => {
          this.opens(opening);
          this.lastId += 1;
          this.apply({ kind: 'intended', position: intended(this.lastId, opening) });
          return this.lastId;
        }),
      saveClosing: (positionId, reason) =>
        write(() => {
          const position = this.book.positions.get(positionId);
          if (position?.state === 'open') this.closes(position);
          this.apply({ kind: 'closing', positionId, reason });
        }),
      saveDropped: (positionId, reason) =>
        write(() => this.apply({ kind: 'dropped', positionId, reason })),
      saveOrder: (order: NewOrder, run) =>
        write(() => {
          const own = this.orders.filter((one) => one.positionId === order.positionId);
          const id = clientOrderId(run, order, own.length + 1);
          this.orders.push({ ...order, clientOrderId: id, state: 'sent', sentAtMs: 0, epoch: 1 });
          return id;
        }),
      saveTopUp: (positionId, leg, amountUsdt) =>
        write(() => {
          this.topUps += 1;
          this.toppedUp(positionId, leg, amountUsdt);
          this.apply({ kind: 'topped-up', positionId, leg, amountUsdt });
        }),
      saveRejected: (id) => write(() => this.setState(id, 'rejected')),
      saveFills: (fills: readonly [NewFill, ...NewFill[]], became, marginShare) =>
        write(() => {
          const { clientOrderId, positionId } = fills[0];
          if (this.booked.has(clientOrderId)) return undefined;
          this.booked.add(clientOrderId);
          this.setState(clientOrderId, became);
          this.settled.push(...fills.filter(({ how }) => how !== 'traded'));
          this.apply({ kind: 'filled', fills, marginShare });
          return this.stored(positionId);
        }),
    };
  }

  private stored(id: number): StoredPosition | undefined {
    const position = this.book.positions.get(id);
    return position && { ...position, exchange: 'simulated' };
  }

  private setState(id: string, state: StoredLegOrder['state']): void {
    const i = this.orders.findIndex((one) => one.clientOrderId === id);
    const order = this.orders[i];
    if (order) this.orders[i] = { ...order, state };
  }
}

function live(lives: Lives): void {
  lives.left -= 1;
  if (lives.left <= 0) throw new Killed('Killed');
}
