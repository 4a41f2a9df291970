import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { Ledger } from '@fullcarry/domain/desk/book/ledger';
import type { ModeAsked } from '@fullcarry/domain/desk/modes/mode';
import { correctLedger, type Correction } from './correct-ledger.js';
import type { Database, Statements } from '../database/database.js';
import { changeMode } from './desk-mode-rows.js';
import { FencedError } from '../database/fenced-error.js';
import { DESK_ACCOUNT } from './desk-rows.js';
import { DeskStore } from './desk-store.js';
import { insertRow, insertRowOnce } from '../database/insert-row.js';
import { lastNumber } from './journal-store.js';
import { underLease, type HeldLease } from '../database/under-lease.js';

export interface FinishedCycle {
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
 * Writes what one exchange's desk is: under which lease, in which mode, with which settings, and each of its
 * cycles. PositionLedgerStore writes what it holds.
 *
 * Errors of every method: FencedError when a newer lease is there; nothing is written then.
 */
export class DeskLedgerStore {
  constructor(
    private readonly database: Database,
    private readonly lease: HeldLease,
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

  /** Gives the desk capital on another exchange than its own; what it has there already stays as it is. */
  async openAccount(venue: string, startingEquityUsdt: string): Promise<void> {
    const { exchange } = this.lease;
    const capital = plain(exact(startingEquityUsdt));
    const row = { exchange, venue, startingEquityUsdt: capital, cashUsdt: capital };
    await underLease(this.database, this.lease, async (tx) => {
      const opened = await insertRowOnce(tx, 'desk_account', DESK_ACCOUNT_COLUMNS, row);
      if (opened > 0) await raisePeak(tx, exchange, capital);
    });
  }

  /**
   * Changes the mode; false where nothing changes. `peakEquityUsdt`: from where a drawdown is measured from now on.
   *
   * Errors: PermanentError for a start that is older than a stop: nothing is written then.
   */
  changeMode(asked: ModeAsked, atMs: number, peakEquityUsdt?: string): Promise<boolean> {
    const { exchange, instance } = this.lease;
    return underLease(this.database, this.lease, async (tx) => {
      const changed = await changeMode(tx, { exchange, instance, atMs }, asked);
      if (peakEquityUsdt !== undefined) {
        await tx.execute(
          'UPDATE desk SET peak_equity_usdt = $1 WHERE exchange = $2',
          peakEquityUsdt,
          exchange,
        );
      }
      return changed;
    });
  }

  /** Books what a person says of cash that nothing else explains. */
  async saveCorrection(correction: Correction): Promise<void> {
    await underLease(this.database, this.lease, (tx, reads) =>
      correctLedger(tx, reads, this.lease, correction),
    );
  }

  /** `settings`: JSON text. The change is kept with what was before, and who or what ordered it. */
  async saveSettings(settings: string, changedAtMs: number, orderedBy: string): Promise<void> {
    const { exchange } = this.lease;
    await underLease(this.database, this.lease, async (tx, reads) => {
      const before = (await reads.settings())?.settings;
      const number = (await lastNumber(tx, 'desk_setting_change', exchange)) + 1;
      const change = { settingsBefore: before, settingsAfter: settings, changedAtMs, orderedBy };
      if (before !== settings) {
        await insertRow(tx, 'desk_setting_change', { exchange, number, ...change });
      }
      await tx.execute(
        `INSERT INTO desk_setting (exchange, settings, changed_at_ms) VALUES ($1, $2, $3)
         ON CONFLICT (exchange) DO UPDATE SET settings = excluded.settings, changed_at_ms = excluded.changed_at_ms`,
        exchange,
        settings,
        changedAtMs,
      );
    });
  }

  /** The cycle's report, its point of the equity curve and the highest equity, in one. */
  async saveCycle(cycle: FinishedCycle): Promise<void> {
    const { exchange } = this.lease;
    const { number, startedAtMs, report, ledger } = cycle;
    await underLease(this.database, this.lease, async (tx) => {
      await insertRow(tx, 'cycle', { exchange, number, startedAtMs, report });
      await insertRow(tx, 'equity_point', {
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
        const by = { exchange, instance: this.lease.instance, atMs: startedAtMs };
        await changeMode(tx, by, { kind: 'pause', reason: cycle.pausedBecause });
      }
      await tx.execute(
        'DELETE FROM cycle WHERE exchange = $1 AND number <= $2',
        exchange,
        number - KEPT_CYCLES,
      );
    });
  }
}

const DESK_ACCOUNT_COLUMNS = ['exchange', ...DESK_ACCOUNT.columns];

/** Capital that came is no profit: a drawdown is measured from as much more. */
async function raisePeak(tx: Statements, exchange: string, capital: string): Promise<void> {
  const desk = await new DeskStore(tx, exchange).desk();
  if (!desk) throw new Error('The desk is not there');
  await tx.execute(
    'UPDATE desk SET peak_equity_usdt = $1 WHERE exchange = $2',
    plain(exact(desk.peakEquityUsdt).plus(exact(capital))),
    exchange,
  );
}
