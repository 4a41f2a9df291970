import { book, type BookFill, type LedgerEvent } from '@fullcarry/domain/desk/book';
import { clientOrderId, type LegOrder, type LegOrderState } from '@fullcarry/domain/desk/leg-order';
import { intended, type Opening, type Position } from '@fullcarry/domain/desk/position';
import type { Database, Statements } from './database.js';
import { bookOfPosition } from './desk-book.js';
import {
  FILL,
  FUNDING_PAYMENT,
  type StoredFill,
  type StoredFundingCorrection,
  type StoredFundingPayment,
} from './desk-rows.js';
import type { DeskStore } from './desk-store.js';
import { insertRow, insertRowOnce } from './insert-row.js';
import { snakeCase } from './row-shape.js';
import { underLease, type Lease } from './under-lease.js';

export type NewFill = Omit<StoredFill, 'epoch' | 'instance'> & Pick<BookFill, 'purpose'>;

/** An order before it has its id. */
export type NewOrder = Omit<LegOrder, 'clientOrderId'>;

export type NewFundingPayment = Omit<StoredFundingPayment, 'epoch' | 'positionId'>;

export type NewFundingCorrection = Omit<StoredFundingCorrection, 'epoch' | 'number'>;

/**
 * Writes what happened to the positions of one exchange's desk: the event, and in the same transaction what the
 * book makes of it (domain/desk/book.ts). The same fill or payment counts once, however often it comes.
 *
 * Errors of every method: FencedError when a newer lease is there; LedgerError when the event can't have happened
 * or does not add up. Nothing is written then.
 */
export class PositionLedgerStore {
  constructor(
    private readonly database: Database,
    private readonly lease: Lease,
  ) {}

  /** Stores what is meant to be opened; returns the new position's id. */
  saveIntent(opening: Opening): Promise<number> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const { id: _, ...row } = intended(0, opening);
      await insertRow(tx, 'position', { exchange: this.lease.exchange, ...row });
      const [newest] = await reads.positions({ limit: 1 });
      if (!newest) throw new Error('The position that was just stored is not there');
      return newest.id;
    });
  }

  /** An open position is to be closed, or an opening one taken back. */
  async saveClosing(positionId: number, reason: string): Promise<void> {
    await underLease(this.database, this.lease, (tx, reads) =>
      this.write(tx, reads, positionId, { kind: 'closing', positionId, reason }),
    );
  }

  /** A position of which no leg was ever filled is over, and was over when it began. */
  async saveDropped(positionId: number, reason: string): Promise<void> {
    await underLease(this.database, this.lease, (tx, reads) =>
      this.write(tx, reads, positionId, { kind: 'dropped', positionId, reason }),
    );
  }

  /** Stores an order before it is sent, with an id that no order ever had; `run`: see clientOrderId. */
  saveOrder(order: NewOrder, run: string, sentAtMs: number): Promise<string> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const attempt = (await reads.legOrders(order.positionId)).length + 1;
      const id = clientOrderId(run, order, attempt);
      const { epoch } = this.lease;
      const row = { clientOrderId: id, ...order, state: 'sent', sentAtMs, epoch };
      await insertRow(tx, 'leg_order', row);
      return id;
    });
  }

  /** Nothing of an order was filled, nor will be. */
  async saveRejected(id: string): Promise<void> {
    await underLease(this.database, this.lease, (tx) => setOrderState(tx, id, 'rejected'));
  }

  /**
   * Books a fill, its money and its position in one; returns what became of the position, undefined when the fill was
   * booked before, which changes nothing.
   * `marginShare`: what is put aside of the notional of a short that is opened.
   */
  saveFill(fill: NewFill, marginShare: number): Promise<Position | undefined> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const { purpose: _, ...row } = fill;
      const { epoch, instance } = this.lease;
      if ((await insertRowOnce(tx, 'fill', FILL.columns, { ...row, epoch, instance })) === 0) {
        return undefined;
      }
      await setOrderState(tx, fill.clientOrderId, 'filled');
      return this.write(tx, reads, fill.positionId, { kind: 'filled', fill, marginShare });
    });
  }

  /**
   * Books the payments that were not booked before, and how far the position's settlements are known.
   * Returns those that are new.
   */
  saveFunding(
    positionId: number,
    payments: readonly NewFundingPayment[],
    knownToMs: number | undefined,
  ): Promise<NewFundingPayment[]> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const event: LedgerEvent = { kind: 'funded', positionId, payments, knownToMs };
      await this.write(tx, reads, positionId, event);
      const added: NewFundingPayment[] = [];
      for (const payment of payments) {
        const row = { ...payment, positionId, epoch: this.lease.epoch };
        const inserted = await insertRowOnce(tx, 'funding_payment', FUNDING_PAYMENT.columns, row);
        if (inserted > 0) added.push(payment);
      }
      return added;
    });
  }

  /** Books what a revised rate changes of a payment, beside it; the payment stays as it is. */
  async saveFundingCorrection(correction: NewFundingCorrection): Promise<void> {
    const { positionId, settledAtMs, amountUsdt } = correction;
    await underLease(this.database, this.lease, async (tx, reads) => {
      const earlier = await reads.fundingCorrections(positionId);
      const number = earlier.filter((one) => one.settledAtMs === settledAtMs).length + 1;
      const event = { kind: 'revised', positionId, settledAtMs, amountUsdt } as const;
      await this.write(tx, reads, positionId, event);
      const row = { ...correction, number, epoch: this.lease.epoch };
      await insertRow(tx, 'funding_correction', row);
    });
  }

  /** The prices at which positions are valued from now on. */
  async savePrices(
    prices: readonly { id: number; spotPrice: string; perpMarkPrice: string }[],
  ): Promise<void> {
    await underLease(this.database, this.lease, async (tx, reads) => {
      for (const { id: positionId, ...price } of prices) {
        await this.write(tx, reads, positionId, { kind: 'priced', positionId, ...price });
      }
    });
  }

  /** Cash is added to the collateral of a short, exact, USDT. */
  async saveTopUp(positionId: number, amountUsdt: string, movedAtMs: number): Promise<void> {
    await underLease(this.database, this.lease, async (tx, reads) => {
      await this.write(tx, reads, positionId, { kind: 'topped-up', positionId, amountUsdt });
      const number = (await reads.collateralMoves(positionId)).length + 1;
      const { epoch } = this.lease;
      await insertRow(tx, 'collateral_move', { positionId, number, amountUsdt, movedAtMs, epoch });
    });
  }

  /** Up to when the perpetuals' prices were looked at; by position. */
  async saveWatched(watched: ReadonlyMap<number, number>): Promise<void> {
    if (watched.size === 0) return;
    await underLease(this.database, this.lease, async (tx, reads) => {
      for (const [positionId, toMs] of watched) {
        await this.write(tx, reads, positionId, { kind: 'watched', positionId, toMs });
      }
    });
  }

  private async write(
    tx: Statements,
    reads: DeskStore,
    positionId: number,
    event: LedgerEvent,
  ): Promise<Position | undefined> {
    const before = await bookOfPosition(reads, positionId);
    const after = book(before, event);
    const position = after.positions.get(positionId);
    const changed = changes(before.positions.get(positionId), position);
    if (changed.length > 0) {
      const sets = changed.map(([name], i) => `${snakeCase(name)} = $${i + 2}`);
      const values = changed.map(([, value]) => value ?? null);
      await tx.execute(
        `UPDATE position SET ${sets.join(', ')} WHERE id = $1`,
        positionId,
        ...values,
      );
    }
    if (after.cashUsdt === before.cashUsdt) return position;
    await tx.execute(
      'UPDATE desk SET cash_usdt = $1 WHERE exchange = $2',
      after.cashUsdt,
      this.lease.exchange,
    );
    return position;
  }
}

async function setOrderState(tx: Statements, id: string, state: LegOrderState): Promise<void> {
  await tx.execute('UPDATE leg_order SET state = $1 WHERE client_order_id = $2', state, id);
}

/** The columns of a position that an event changed, with their new values. */
function changes(
  before: Position | undefined,
  after: Position | undefined,
): [string, string | number | undefined][] {
  return CHANGING.filter((name) => before?.[name] !== after?.[name]).map((name) => [
    name,
    after?.[name],
  ]);
}

/** Those that can change; what a position was opened as never does. */
const CHANGING = [
  'state',
  'closedAtMs',
  'closeReason',
  'collateralUsdt',
  'spotEntryPrice',
  'perpEntryPrice',
  'spotExitPrice',
  'perpExitPrice',
  'perpOpenedAtMs',
  'perpClosedAtMs',
  'spotPrice',
  'perpMarkPrice',
  'fundingUsdt',
  'feesUsdt',
  'settlementsBooked',
  'fundingBookedToMs',
  'watchedToMs',
] as const satisfies readonly (keyof Position)[];
