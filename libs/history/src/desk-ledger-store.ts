import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import type { Ledger } from '@fullcarry/domain/desk/ledger';
import type { Database, Statements } from './database.js';
import {
  FILL,
  FUNDING_PAYMENT,
  type DeskMode,
  type StoredFill,
  type StoredFundingPayment,
  type StoredPosition,
} from './desk-rows.js';
import { DeskStore } from './desk-store.js';
import { FencedError } from './fenced-error.js';
import { snakeCase } from './row-shape.js';

/** Under which lease a desk writes. */
export interface Lease {
  readonly exchange: string;
  readonly epoch: number;
  readonly instance: string;
}

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

export interface RecordedCycle {
  readonly number: number;
  readonly startedAtMs: number;
  readonly report: string;
  readonly ledger: Ledger;
  readonly peakEquityUsdt: string;
  /** Set when the cycle itself pauses the desk. */
  readonly pausedBecause: string | undefined;
}

/** Older reports are dropped, a week's at one a minute; the points of the equity curve stay. */
const KEPT_CYCLES = 10_000;

/**
 * Writes the desk of one exchange. Every transaction first makes sure that its lease is the newest in the
 * database, on the row that a take-over writes, so that one of the two waits for the other: a desk that was
 * frozen and wakes up after a take-over writes nothing.
 *
 * Errors of every method: FencedError when a newer lease is there.
 */
export class DeskLedgerStore {
  constructor(
    private readonly database: Database,
    private readonly lease: Lease,
  ) {}

  /** Writes the lease; the first one ever also fixes what the ledger starts from. */
  async takeOver(first: { source: string; startingEquityUsdt: string }): Promise<void> {
    const { exchange, epoch, instance } = this.lease;
    await this.database.transaction(async (tx) => {
      const taken = await tx.execute(
        `INSERT INTO desk (exchange, source, epoch, instance, starting_equity_usdt, cash_usdt, peak_equity_usdt, mode, last_cycle)
         VALUES ($1, $2, $3, $4, $5, $5, $5, 'running', 0)
         ON CONFLICT (exchange) DO UPDATE SET epoch = excluded.epoch, instance = excluded.instance
         WHERE desk.epoch < excluded.epoch`,
        exchange,
        first.source,
        epoch,
        instance,
        plain(exact(first.startingEquityUsdt)),
      );
      if (taken === 0) throw new FencedError(epoch);
    });
  }

  /** Stores what is meant to be opened; returns the new position's id. */
  saveIntent(intent: Intent): Promise<number> {
    return this.fenced(async (tx, reads) => {
      const row = { exchange: this.lease.exchange, state: 'opening', ...NOTHING_YET, ...intent };
      await insert(tx, 'position', row);
      const [newest] = await reads.positions({ limit: 1 });
      if (!newest) throw new Error('The position that was just stored is not there');
      return newest.id;
    });
  }

  /** An open position is to be closed, or an opening one unwound. */
  async saveClosing(positionId: number, closeReason: string): Promise<void> {
    await this.fenced((tx) =>
      tx.execute(
        `UPDATE position SET state = 'closing', close_reason = $1 WHERE id = $2 AND state IN ('opening', 'open')`,
        closeReason,
        positionId,
      ),
    );
  }

  /** A position of which no leg was ever filled is over, and was over when it began. */
  async saveUnwound(positionId: number, closeReason: string): Promise<void> {
    await this.fenced((tx) =>
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
    return this.fenced(async (tx, reads) => {
      const { fill } = booked;
      const { epoch, instance } = this.lease;
      if ((await insertOnce(tx, 'fill', FILL.columns, { ...fill, epoch, instance })) === 0) {
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
    return this.fenced(async (tx, reads) => {
      const added: NewFundingPayment[] = [];
      for (const payment of payments) {
        const row = { ...payment, positionId, epoch: this.lease.epoch };
        const inserted = await insertOnce(tx, 'funding_payment', FUNDING_PAYMENT.columns, row);
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
    await this.fenced(async (tx) => {
      for (const { id, ...price } of prices) await update(tx, id, price);
    });
  }

  async saveMode(mode: DeskMode, reason: string | null, peakEquityUsdt?: string): Promise<void> {
    await this.fenced((tx) =>
      tx.execute(
        `UPDATE desk SET mode = $1, mode_reason = $2, peak_equity_usdt = coalesce($3, peak_equity_usdt) WHERE exchange = $4`,
        mode,
        reason,
        peakEquityUsdt ?? null,
        this.lease.exchange,
      ),
    );
  }

  /** `settings`: JSON text. */
  async saveSettings(settings: string, changedAtMs: number): Promise<void> {
    await this.fenced((tx) =>
      tx.execute(
        `INSERT INTO desk_setting (exchange, settings, changed_at_ms) VALUES ($1, $2, $3)
         ON CONFLICT (exchange) DO UPDATE SET settings = excluded.settings, changed_at_ms = excluded.changed_at_ms`,
        this.lease.exchange,
        settings,
        changedAtMs,
      ),
    );
  }

  /** The cycle's report, its point of the equity curve and the highest equity, in one. */
  async saveCycle(cycle: RecordedCycle): Promise<void> {
    const { exchange } = this.lease;
    const { number, startedAtMs, report, ledger } = cycle;
    await this.fenced(async (tx) => {
      await insert(tx, 'cycle', { exchange, number, startedAtMs, report });
      await insert(tx, 'equity_point', {
        exchange,
        cycle: number,
        atMs: startedAtMs,
        cashUsdt: ledger.cashUsdt,
        equityUsdt: ledger.equityUsdt,
        realisedUsdt: ledger.realisedUsdt,
        unrealisedUsdt: ledger.unrealisedUsdt,
        fundingUsdt: ledger.fundingUsdt,
        feesUsdt: ledger.feesUsdt,
      });
      await tx.execute(
        'UPDATE desk SET last_cycle = $1, peak_equity_usdt = $2 WHERE exchange = $3',
        number,
        cycle.peakEquityUsdt,
        exchange,
      );
      if (cycle.pausedBecause !== undefined) {
        await tx.execute(
          `UPDATE desk SET mode = 'paused', mode_reason = $1 WHERE exchange = $2 AND mode = 'running'`,
          cycle.pausedBecause,
          exchange,
        );
      }
      await tx.execute(
        'DELETE FROM cycle WHERE exchange = $1 AND number <= $2',
        exchange,
        number - KEPT_CYCLES,
      );
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

  /** The first statement locks the desk's row, so that no take-over comes between the look and the writing. */
  private fenced<Result>(
    work: (tx: Statements, reads: DeskStore) => Promise<Result>,
  ): Promise<Result> {
    const { exchange, epoch } = this.lease;
    return this.database.transaction(async (tx) => {
      const newest = await tx.execute(
        'UPDATE desk SET epoch = epoch WHERE exchange = $1 AND epoch = $2',
        exchange,
        epoch,
      );
      if (newest === 0) throw new FencedError(epoch);
      return work(tx, new DeskStore(tx, exchange));
    });
  }
}

const NOTHING_YET = {
  collateralUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '0',
  settlementsBooked: 0,
};

type Values = Readonly<Record<string, string | number | undefined>>;

async function found(reads: DeskStore, positionId: number): Promise<StoredPosition> {
  const position = await reads.position(positionId);
  if (!position) throw new Error(`There is no position ${positionId}`);
  return position;
}

/** A row that must not be there yet. */
async function insert(tx: Statements, table: string, row: Values): Promise<void> {
  const columns = Object.keys(row).map(snakeCase);
  if ((await insertOnce(tx, table, columns, row)) === 0) {
    throw new Error(`A row of ${table} is there already`);
  }
}

/** Returns 0 when a row with the same key is there already. */
function insertOnce(
  tx: Statements,
  table: string,
  columns: readonly string[],
  row: Values,
): Promise<number> {
  const byColumn = new Map(Object.entries(row).map(([name, value]) => [snakeCase(name), value]));
  const places = columns.map((_, i) => `$${i + 1}`);
  return tx.execute(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) ON CONFLICT DO NOTHING`,
    ...columns.map((column) => byColumn.get(column) ?? null),
  );
}

async function update(tx: Statements, positionId: number, changes: Values): Promise<void> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  const sets = entries.map(([name], i) => `${snakeCase(name)} = $${i + 2}`);
  await tx.execute(
    `UPDATE position SET ${sets.join(', ')} WHERE id = $1`,
    positionId,
    ...entries.map(([, value]) => value ?? null),
  );
}
