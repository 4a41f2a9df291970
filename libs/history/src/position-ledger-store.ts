import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import type { Database, Statements } from './database.js';
import {
  FILL,
  FUNDING_PAYMENT,
  type StoredFill,
  type StoredFundingPayment,
  type StoredPosition,
} from './desk-rows.js';
import type { DeskStore } from './desk-store.js';
import { insertRow, insertRowOnce, type RowValues } from './insert-row.js';
import { snakeCase } from './row-shape.js';
import { underLease, type Lease } from './under-lease.js';

/** What is decided about a position before its first order; the rest comes with the fills. */
export type Intent = Pick<
  StoredPosition,
  | 'symbol'
  | 'nativeId'
  | 'spotSymbol'
  | 'quantity'
  | 'contracts'
  | 'unitsPerContract'
  | 'openedAtMs'
  | 'openReason'
  | 'spotPrice'
  | 'perpMarkPrice'
>;

/** A fill as it came, and what it makes of the money and of its position. */
export interface BookedFill {
  readonly fill: Omit<StoredFill, 'epoch' | 'instance'>;
  readonly cashChangeUsdt: string;
  readonly position: Partial<
    Pick<
      StoredPosition,
      | 'state'
      | 'closedAtMs'
      | 'collateralUsdt'
      | 'spotEntryPrice'
      | 'perpEntryPrice'
      | 'spotExitPrice'
      | 'perpExitPrice'
      | 'perpOpenedAtMs'
      | 'perpClosedAtMs'
    >
  >;
}

export type NewFundingPayment = Omit<StoredFundingPayment, 'epoch' | 'positionId'>;

/**
 * Writes the positions of one exchange's desk, with their fills and payments and what these make of its cash.
 *
 * Errors of every method: FencedError when a newer lease is there; nothing is written then.
 */
export class PositionLedgerStore {
  constructor(
    private readonly database: Database,
    private readonly lease: Lease,
  ) {}

  /** Stores what is meant to be opened; returns the new position's id. */
  saveIntent(intent: Intent): Promise<number> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const row = { exchange: this.lease.exchange, state: 'opening', ...NOTHING_YET, ...intent };
      await insertRow(tx, 'position', row);
      const [newest] = await reads.positions({ limit: 1 });
      if (!newest) throw new Error('The position that was just stored is not there');
      return newest.id;
    });
  }

  /** An open position is to be closed, or an opening one unwound. */
  async saveClosing(positionId: number, closeReason: string): Promise<void> {
    await underLease(this.database, this.lease, (tx) =>
      tx.execute(
        `UPDATE position SET state = 'closing', close_reason = $1 WHERE id = $2 AND state IN ('opening', 'open')`,
        closeReason,
        positionId,
      ),
    );
  }

  /** A position of which no leg was ever filled is over, and was over when it began. */
  async saveUnwound(positionId: number, closeReason: string): Promise<void> {
    await underLease(this.database, this.lease, (tx) =>
      tx.execute(
        `UPDATE position SET state = 'unwound', close_reason = $1, closed_at_ms = opened_at_ms
         WHERE id = $2 AND spot_entry_price IS NULL AND perp_entry_price IS NULL`,
        closeReason,
        positionId,
      ),
    );
  }

  /** Books a fill, its money and its position in one; false when it was booked before, which changes nothing. */
  saveFill(booked: BookedFill): Promise<boolean> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const { fill } = booked;
      const { epoch, instance } = this.lease;
      if ((await insertRowOnce(tx, 'fill', FILL.columns, { ...fill, epoch, instance })) === 0) {
        return false;
      }
      const position = await found(reads, fill.positionId);
      const feesUsdt = plain(exact(position.feesUsdt).plus(exact(fill.feeUsdt)));
      await update(tx, fill.positionId, { ...booked.position, feesUsdt });
      await this.addCash(tx, reads, booked.cashChangeUsdt);
      return true;
    });
  }

  /**
   * Books the payments that were not booked before, and how far the position's settlements are known.
   * Returns those that are new.
   */
  saveFunding(
    positionId: number,
    payments: readonly NewFundingPayment[],
    bookedToMs: number | undefined,
  ): Promise<NewFundingPayment[]> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const added: NewFundingPayment[] = [];
      for (const payment of payments) {
        const row = { ...payment, positionId, epoch: this.lease.epoch };
        const inserted = await insertRowOnce(tx, 'funding_payment', FUNDING_PAYMENT.columns, row);
        if (inserted > 0) added.push(payment);
      }
      const position = await found(reads, positionId);
      const earned = sum(added.map(({ amountUsdt }) => exact(amountUsdt)));
      await update(tx, positionId, {
        fundingUsdt: plain(exact(position.fundingUsdt).plus(earned)),
        settlementsBooked: position.settlementsBooked + added.length,
        fundingBookedToMs: bookedToMs ?? position.fundingBookedToMs,
      });
      await this.addCash(tx, reads, plain(earned));
      return added;
    });
  }

  /** The prices at which positions are valued from now on. */
  async savePrices(
    prices: readonly { id: number; spotPrice: string; perpMarkPrice: string }[],
  ): Promise<void> {
    await underLease(this.database, this.lease, async (tx) => {
      for (const { id, ...price } of prices) await update(tx, id, price);
    });
  }

  private async addCash(tx: Statements, reads: DeskStore, changeUsdt: string): Promise<void> {
    const desk = await reads.desk();
    if (!desk) throw new Error('The desk that writes is not there');
    await tx.execute(
      'UPDATE desk SET cash_usdt = $1 WHERE exchange = $2',
      plain(exact(desk.cashUsdt).plus(exact(changeUsdt))),
      this.lease.exchange,
    );
  }
}

const NOTHING_YET = {
  collateralUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '0',
  settlementsBooked: 0,
};

async function found(reads: DeskStore, positionId: number): Promise<StoredPosition> {
  const position = await reads.position(positionId);
  if (!position) throw new Error(`There is no position ${positionId}`);
  return position;
}

async function update(tx: Statements, positionId: number, changes: RowValues): Promise<void> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  const sets = entries.map(([name], i) => `${snakeCase(name)} = $${i + 2}`);
  await tx.execute(
    `UPDATE position SET ${sets.join(', ')} WHERE id = $1`,
    positionId,
    ...entries.map(([, value]) => value ?? null),
  );
}
