import Big from 'big.js';
import { book, bookPrices } from '../../desk/book/book.js';
import { exact, plain, sum } from '../../desk/book/exact.js';
import type { HeldBy, SettlementPayment } from '../../desk/book/funding-payment.js';
import { ledgerOf, type Ledger } from '../../desk/book/ledger.js';
import type { Book, BookMode, LedgerEvent } from '../../desk/book/ledger-event.js';
import { feesOf, fundingOf, realised, unrealised } from '../../desk/book/position-money.js';
import { isHeld, type Position } from '../../desk/book/position.js';
import { intended } from '../../desk/decide/opening.js';
import type {
  KnownOrder,
  NewFill,
  TraderReads,
  TraderWrites,
} from '../../desk/perform/trader-parts.js';
import type { HeldPrices } from '../../desk/observe/value-held.js';
import type { Leg } from '../../desk/trade/fill-price.js';
import { clientOrderId } from '../../desk/trade/leg-order.js';
import type { LedgerPoint } from '../../desk/book/statistics.js';
import { equityOf } from './equity.js';

/** A payment of a leg, as it was booked. */
export interface BookedPayment extends SettlementPayment {
  readonly leg: Leg;
}

/** All that happened to one position. */
export interface PositionHistory {
  readonly fills: readonly NewFill[];
  readonly payments: readonly BookedPayment[];
  readonly topUps: number;
}

interface BookedHistory {
  readonly fills: NewFill[];
  readonly payments: BookedPayment[];
  readonly orders: KnownOrder[];
  readonly held: Record<Leg, HeldBy[]>;
  topUps: number;
}

/** The desk's book in memory: what the desk writes to its database, a backtest writes here, through the same `book`. */
export class ReplayLedger {
  book: Book;
  private readonly histories = new Map<number, BookedHistory>();
  /** Of which position each order is. */
  private readonly ordered = new Map<string, number>();
  /** Positions that are over and that nothing asks for any more: the book does not carry them on. */
  private readonly over: Position[] = [];
  private overSums = { realised: new Big(0), funding: new Big(0), fees: new Big(0) };
  private lastId = 0;

  constructor(venue: string, startingEquityUsdt: string) {
    const equity = plain(exact(startingEquityUsdt));
    this.book = {
      venue,
      startingEquityUsdt: equity,
      cashUsdt: equity,
      elsewhereUsdt: new Map(),
      correctionsUsdt: '0',
      mode: 'running',
      modeReason: undefined,
      positions: new Map(),
    };
  }

  readonly reads: TraderReads = {
    position: (id) => Promise.resolve(this.book.positions.get(id)),
    legOrders: (id) => Promise.resolve(this.histories.get(id)?.orders ?? []),
  };

  readonly writes: TraderWrites = {
    saveIntent: (opening) => {
      this.lastId += 1;
      this.histories.set(this.lastId, {
        ...{ fills: [], payments: [], orders: [], topUps: 0 },
        held: { long: [], short: [] },
      });
      this.apply({ kind: 'intended', position: intended(this.lastId, opening) });
      return Promise.resolve(this.lastId);
    },
    saveClosing: (positionId, reason) => this.did({ kind: 'closing', positionId, reason }),
    saveDropped: (positionId, reason) => this.did({ kind: 'dropped', positionId, reason }),
    saveOrder: (order, run) => {
      const { orders } = this.bookedOf(order.positionId);
      const id = clientOrderId(run, order, orders.length + 1);
      orders.push({ ...order, clientOrderId: id, state: 'sent' });
      this.ordered.set(id, order.positionId);
      return Promise.resolve(id);
    },
    saveRejected: (id) => {
      const positionId = this.ordered.get(id);
      if (positionId !== undefined) setState(this.bookedOf(positionId).orders, id, 'rejected');
      return Promise.resolve();
    },
    saveFills: (fills, became, marginShare) => {
      const { positionId, clientOrderId: id } = fills[0];
      const booked = this.bookedOf(positionId);
      this.apply({ kind: 'filled', fills, marginShare });
      for (const fill of fills) {
        booked.fills.push(fill);
        booked.held[fill.leg].push(fill);
      }
      setState(booked.orders, id, became);
      return Promise.resolve(this.book.positions.get(positionId));
    },
    saveTopUp: (positionId, leg, amountUsdt) => {
      this.bookedOf(positionId).topUps += 1;
      return this.did({ kind: 'topped-up', positionId, leg, amountUsdt });
    },
  };

  apply(event: LedgerEvent): void {
    this.book = book(this.book, event);
  }

  /** At these prices from now on. */
  value(valued: readonly HeldPrices[]): void {
    this.book = bookPrices(this.book, valued);
  }

  fund(id: number, leg: Leg, payments: readonly SettlementPayment[], knownToMs: number): void {
    this.apply({ kind: 'funded', positionId: id, leg, payments, knownToMs });
    this.bookedOf(id).payments.push(...payments.map((one) => ({ ...one, leg })));
  }

  setMode(mode: BookMode, modeReason: string | undefined): void {
    this.book = { ...this.book, mode, modeReason };
  }

  /** What was opened and closed of a leg, as settlements ask for it. */
  heldBy(id: number, leg: Leg): readonly HeldBy[] {
    return this.bookedOf(id).held[leg];
  }

  /** Takes positions that were over before an instant out of the book; their money stays in every figure. */
  archive(beforeMs: number): void {
    const gone = [...this.book.positions.values()].filter(
      (one) => !isHeld(one) && (one.closedAtMs ?? Infinity) < beforeMs,
    );
    if (gone.length === 0) return;
    this.over.push(...gone);
    this.overSums = {
      realised: this.overSums.realised.plus(sum(gone.map(realised))),
      funding: this.overSums.funding.plus(sum(gone.map(fundingOf))),
      fees: this.overSums.fees.plus(sum(gone.map(feesOf))),
    };
    const positions = new Map(this.book.positions);
    for (const { id } of gone) positions.delete(id);
    this.book = { ...this.book, positions };
  }

  point(atMs: number): LedgerPoint {
    const live = this.live();
    return {
      atMs,
      equityUsdt: plain(equityOf(this.book)),
      realisedUsdt: plain(this.overSums.realised.plus(sum(live.map(realised)))),
      unrealisedUsdt: plain(sum(live.map(unrealised))),
      fundingUsdt: plain(this.overSums.funding.plus(sum(live.map(fundingOf)))),
      feesUsdt: plain(this.overSums.fees.plus(sum(live.map(feesOf)))),
    };
  }

  /** Every position that ever was, the first one first. */
  positions(): readonly Position[] {
    return [...this.over, ...this.live()].sort((a, b) => a.id - b.id);
  }

  /** Of all positions that ever were. Errors: LedgerError when it does not add up. */
  ledger(): Ledger {
    return ledgerOf(this.book, this.positions());
  }

  historyOf(id: number): PositionHistory {
    return this.bookedOf(id);
  }

  private live(): readonly Position[] {
    return [...this.book.positions.values()];
  }

  private did(event: LedgerEvent): Promise<void> {
    this.apply(event);
    return Promise.resolve();
  }

  private bookedOf(id: number): BookedHistory {
    const booked = this.histories.get(id);
    if (!booked) throw new RangeError(`There is no position ${id}`);
    return booked;
  }
}

function setState(orders: KnownOrder[], id: string, state: KnownOrder['state']): void {
  const i = orders.findLastIndex((one) => one.clientOrderId === id);
  const order = orders[i];
  if (order) orders[i] = { ...order, state };
}
