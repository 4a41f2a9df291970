import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { LedgerEvent } from '@fullcarry/domain/desk/book/ledger-event';
import { clientOrderId, type LegOrderState } from '@fullcarry/domain/desk/trade/leg-order';
import type { NewFill, NewOrder, TraderWrites } from '@fullcarry/domain/desk/perform/trader-parts';
import { intended, type Opening } from '@fullcarry/domain/desk/decide/opening';
import type { Position } from '@fullcarry/domain/desk/book/position';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import type { Database, Statements } from '../database/database.js';
import {
  FUNDING_PAYMENT,
  type StoredFundingCorrection,
  type StoredFundingPayment,
} from './desk-rows.js';
import type { DeskStore } from './desk-store.js';
import { insertRow, insertRowOnce } from '../database/insert-row.js';
import { writeEvent } from './write-event.js';
import { underLease, type HeldLease } from '../database/under-lease.js';

export type NewFundingPayment = Omit<StoredFundingPayment, 'epoch' | 'positionId' | 'leg'>;

export type NewFundingCorrection = Omit<StoredFundingCorrection, 'epoch' | 'number'>;

/**
 * Writes what happened to the positions of one exchange's desk: the event, and in the same transaction what the
 * book makes of it (domain/desk/book/book.ts). The same fill or payment counts once, however often it comes.
 *
 * Errors of every method: FencedError when a newer lease is there; LedgerError when the event can't have happened
 * or does not add up. Nothing is written then.
 */
export class PositionLedgerStore implements TraderWrites {
  constructor(
    private readonly database: Database,
    private readonly lease: HeldLease,
  ) {}

  /** Stores what is meant to be opened; returns the new position's id. */
  saveIntent(opening: Opening): Promise<number> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const { id: _, legs, ...row } = intended(0, opening);
      const { exchange } = this.lease;
      await insertRow(tx, 'position', { exchange, ...row });
      const id = await reads.newestPositionId();
      for (const leg of LEGS) {
        const { targetQuantity, price, venue, instrument, symbol, nativeId } = legs[leg];
        const { unitsPerContract, collateralUsdt, fundingUsdt, settlementsBooked } = legs[leg];
        const market = { venue, instrument, symbol, nativeId, unitsPerContract };
        const money = { targetQuantity, price, collateralUsdt, fundingUsdt, settlementsBooked };
        const { lot } = legs[leg];
        const takes = {
          quantityStep: lot?.quantityStep,
          minQuantity: lot?.minQuantity,
          minNotionalUsdt: lot?.minNotionalUsdt,
        };
        await insertRow(tx, 'position_leg', { positionId: id, leg, ...market, ...money, ...takes });
      }
      return id;
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
   * Books all fills of one order that is over, with their money and their position, in one; returns what became of the
   * position, undefined when the order was booked before, which changes nothing. Fills without an order count alike.
   * `marginShare`: what is put aside of the notional of a perpetual that is opened.
   */
  saveFills(
    [first, ...others]: readonly [NewFill, ...NewFill[]],
    became: 'filled' | 'partly',
    marginShare: number,
  ): Promise<Position | undefined> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const { positionId, clientOrderId } = first;
      const known = await reads.fills(positionId);
      if (known.some((one) => one.clientOrderId === clientOrderId)) return undefined;
      const event = { kind: 'filled', fills: [first, ...others], marginShare } as const;
      // The book is made of the fills: they are written once it has judged them.
      const after = await this.write(tx, reads, positionId, event);
      let number = known.length;
      for (const fill of [first, ...others]) {
        number += 1;
        await insertRow(tx, 'fill', { ...fillRow(fill), number, ...this.writer() });
      }
      await setOrderState(tx, clientOrderId, became);
      return after;
    });
  }

  /**
   * Books the payments that were not booked before, and how far the position's settlements are known.
   * Returns those that are new.
   */
  saveFunding(
    positionId: number,
    leg: Leg,
    payments: readonly NewFundingPayment[],
    knownToMs: number | undefined,
  ): Promise<NewFundingPayment[]> {
    return underLease(this.database, this.lease, async (tx, reads) => {
      const event: LedgerEvent = { kind: 'funded', positionId, leg, payments, knownToMs };
      await this.write(tx, reads, positionId, event);
      const added: NewFundingPayment[] = [];
      for (const payment of payments) {
        const row = { ...payment, positionId, leg, epoch: this.lease.epoch };
        const inserted = await insertRowOnce(tx, 'funding_payment', FUNDING_PAYMENT.columns, row);
        if (inserted > 0) added.push(payment);
      }
      return added;
    });
  }

  /** Books what a revised rate changes of a payment, beside it; the payment stays as it is. */
  async saveFundingCorrection(correction: NewFundingCorrection): Promise<void> {
    const { positionId, leg, settledAtMs, amountUsdt } = correction;
    await underLease(this.database, this.lease, async (tx, reads) => {
      const earlier = await reads.fundingCorrections(positionId);
      const own = earlier.filter((one) => one.leg === leg && one.settledAtMs === settledAtMs);
      const number = own.length + 1;
      const event = { kind: 'revised', positionId, leg, settledAtMs, amountUsdt } as const;
      await this.write(tx, reads, positionId, event);
      const row = { ...correction, number, epoch: this.lease.epoch };
      await insertRow(tx, 'funding_correction', row);
    });
  }

  /** The prices at which positions are valued from now on. */
  async savePrices(
    valued: readonly { id: number; prices: Readonly<Record<Leg, string>> }[],
  ): Promise<void> {
    await underLease(this.database, this.lease, async (tx, reads) => {
      for (const { id: positionId, prices } of valued) {
        await this.write(tx, reads, positionId, { kind: 'priced', positionId, prices });
      }
    });
  }

  /** Cash is added to the collateral of a perpetual, exact, USDT. */
  async saveTopUp(
    positionId: number,
    leg: Leg,
    amountUsdt: string,
    movedAtMs: number,
  ): Promise<void> {
    await underLease(this.database, this.lease, async (tx, reads) => {
      await this.write(tx, reads, positionId, { kind: 'topped-up', positionId, leg, amountUsdt });
      const number = (await reads.collateralMoves(positionId)).length + 1;
      const { epoch } = this.lease;
      const row = { positionId, leg, number, amountUsdt, movedAtMs, epoch };
      await insertRow(tx, 'collateral_move', row);
    });
  }

  /** Up to when perpetuals' prices were checked. */
  async saveWatched(
    watched: readonly Omit<Extract<LedgerEvent, { kind: 'watched' }>, 'kind'>[],
  ): Promise<void> {
    if (watched.length === 0) return;
    await underLease(this.database, this.lease, async (tx, reads) => {
      for (const one of watched) {
        await this.write(tx, reads, one.positionId, { kind: 'watched', ...one });
      }
    });
  }

  private writer() {
    const { epoch, instance } = this.lease;
    return { epoch, instance };
  }

  private write(
    tx: Statements,
    reads: DeskStore,
    positionId: number,
    event: LedgerEvent,
  ): Promise<Position | undefined> {
    return writeEvent(tx, reads, this.lease.exchange, positionId, event);
  }
}

function fillRow({ fee, purpose: _, ...fill }: NewFill) {
  const { positionId, clientOrderId, leg, side, quantity, price, filledAtMs, how, priceFrom } =
    fill;
  const traded = { positionId, clientOrderId, leg, side, quantity, price, filledAtMs, how };
  return { ...traded, priceFrom, feeAmount: fee.amount, feeCoin: fee.coin };
}

async function setOrderState(tx: Statements, id: string, state: LegOrderState): Promise<void> {
  await tx.execute('UPDATE leg_order SET state = $1 WHERE client_order_id = $2', state, id);
}
