import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import type { DeskPositionChange } from '@fullcarry/contracts/facts/desk-position-v1';
import { LedgerError } from '@fullcarry/domain/desk/book/ledger-error';
import type { Observation } from '@fullcarry/domain/desk/observe/observation';
import type { Position } from '@fullcarry/domain/desk/book/position';
import type { Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { PermanentError } from '@fullcarry/domain/errors';
import { auditCash, bookNow, currentLedger, storedSettings } from '../book/account.js';
import { checkSettings, type AcceptedSettings } from '../modes/check-settings.js';
import { closeAll, type ClosedAll } from '../trade/close-all.js';
import { closeOne, type ClosedOne } from '../trade/close-one.js';
import { correctCash } from '../book/correct-cash.js';
import { bookDeskFunding } from '../book/desk-funding.js';
import type { DeskOptions } from './desk-options.js';
import { deskTools, type DeskTools } from './desk-tools.js';
import { deskView, type DeskView } from '../facts/desk-view.js';
import { explainNow } from '../observe/explain-now.js';
import { finishHalfDone, sameSource } from './finish-half-done.js';
import { OneAtATime } from './one-at-a-time.js';
import { positionChange } from '../facts/position-change.js';
import { reconcileVenues, type ReconciledVenues } from '../book/reconcile-venues.js';
import { settleGone, type AskedSettlement, type SettledGone } from '../trade/settle-gone.js';
import { TradingCycle } from './trading-cycle.js';

/**
 * The carry desk: long spot and short perpetual, or two perpetuals of two exchanges; paper money. Whatever trades waits
 * for the work in hand, so that no two things are ever done at once.
 *
 * Errors of every method: FencedError when a newer lease is in the database: nothing was written, and the desk must be dropped;
 * LedgerError when the ledger does not add up: the desk trades no more until a person booked a correction, but closes and is stopped as
 * ever; TransientError when the exchange gives no answer (a later call goes on where this one stopped).
 */
export class Desk {
  private readonly tools: DeskTools;
  private readonly works = new OneAtATime();
  private cycling = false;
  private broken: LedgerError | undefined;
  private seen: DeskView | undefined;
  /** Of the last cycle. */
  private differences: readonly Difference[] = [];

  private constructor(private readonly options: DeskOptions) {
    this.tools = deskTools(options, this.reportChange);
  }

  /**
   * Takes the desk over, audits its ledger, and finishes or unwinds what an earlier process left half done.
   *
   * Errors: PermanentError when the ledger is of another source (a replay's is never gone on with live).
   */
  static async open(options: DeskOptions): Promise<Desk> {
    const { exchange, startingEquityUsdt, logger } = options;
    const nowMs = await exchange.serverTimeMs();
    const desk = new Desk(options);
    await desk.tools.writes.takeOver({ source: exchange.source(), startingEquityUsdt });
    for (const one of options.elsewhere) {
      await desk.tools.writes.openAccount(one.exchange.id, startingEquityUsdt);
    }
    await sameSource(desk.tools.reads, exchange.source());
    const audited = desk.reconciled(() => auditCash(desk.tools.reads));
    await audited.catch((error: unknown) => {
      if (!(error instanceof LedgerError)) throw error;
    });
    await finishHalfDone(desk.tools, logger, nowMs);
    await desk.tools.modes.opened(desk.broken === undefined);
    await desk.refresh();
    return desk;
  }

  /** One whole cycle. Refused (PermanentError) while another one runs. */
  async runCycle(): Promise<DeskCycle> {
    if (this.cycling) throw new PermanentError('A cycle is running already');
    this.cycling = true;
    try {
      const report = await this.works
        .do(() =>
          this.reconciled(() =>
            TradingCycle.run({
              ...this.options,
              ...this.tools,
              bookFunding: (nowMs) =>
                bookDeskFunding(this.tools, this.options, this.reportChange, nowMs),
              reconcile: () => this.compare(),
              halted: this.tools.modes.halted,
            }),
          ),
        )
        .catch(async (error: unknown) => {
          if (this.broken) await this.refresh();
          throw error;
        });
      await this.refresh();
      this.options.around.cycleRecorded(report);
      return report;
    } finally {
      this.cycling = false;
    }
  }

  /** Why it trades no more: its ledger did not add up when it was last checked. */
  get brokenBecause(): LedgerError | undefined {
    return this.broken;
  }

  /** Closes every position at once, even in the middle of a cycle, and trades no more until `start`. */
  async emergencyStop(reason: string): Promise<ClosedAll> {
    await this.tools.modes.emergencyStop(reason);
    return this.closeAll(reason);
  }

  /** The reason of an emergency stop that another process wrote, and whose closings nobody did yet. */
  stopAsked(): Promise<string | undefined> {
    return this.tools.modes.stopAsked();
  }

  /**
   * Trades again, after a pause or an emergency stop; a drawdown is measured from here.
   * Errors: PermanentError when the desk was stopped while this start waited for its turn.
   */
  async start(): Promise<void> {
    const seen = await this.tools.modes.seen();
    await this.works.do(async () => {
      await auditCash(this.tools.reads);
      const { equityUsdt } = await currentLedger(this.tools.reads);
      await this.tools.modes.start(seen, equityUsdt);
      this.broken = undefined;
    });
    await this.refresh();
  }

  /** Opens no more; positions are kept, and closed when they must be. An emergency stop stays one. */
  async pause(reason: string): Promise<void> {
    await this.tools.modes.pause(reason);
    await this.refresh();
  }

  /** Books what a person says of cash that nothing else explains; the mode stays as it is. Errors: as correctCash. */
  async correct(amountUsdt: string, reason: string): Promise<void> {
    await this.works.do(async () => {
      await correctCash(this.tools, amountUsdt, reason);
      this.broken = undefined;
    });
    await this.refresh();
  }

  /** Books that the exchange settled a perpetual that is gone, and sells the coins of it. Errors: as settleGone. */
  async settle(asked: AskedSettlement): Promise<SettledGone> {
    const settled = await this.works.do(async () =>
      settleGone(
        this.tools.executor,
        this.tools.trader,
        [...(await bookNow(this.tools.reads)).positions.values()],
        asked,
        await storedSettings(this.tools.reads),
        await this.options.exchange.serverTimeMs(),
      ),
    );
    await this.refresh();
    return settled;
  }

  /**
   * Closes every position, all at the same time, and changes nothing else. `beginUntilMs`: of the monotonic clock; no
   * closing begins after it, since it could not be ended.
   */
  private async closeAll(reason: string, beginUntilMs = Infinity): Promise<ClosedAll> {
    const outcome = await this.works.do(() =>
      closeAll({ ...this.tools, ended: (held) => this.ended(held) }, reason, beginUntilMs),
    );
    await this.refresh();
    return outcome;
  }

  /** Closes one position, both legs at the same time, and changes nothing else. Errors: as closeOne. */
  async closeOne(positionId: number, reason: string): Promise<ClosedOne> {
    const outcome = await this.works.do(() =>
      closeOne(this.tools.reads, this.tools.trader, positionId, reason),
    );
    await this.refresh();
    return outcome;
  }

  /** Closes every position before the process ends (CLOSE_ON_SHUTDOWN); the cycle in hand does nothing more. */
  closeBeforeTheEnd(reason: string, beginUntilMs: number): Promise<ClosedAll> {
    this.tools.modes.haltNow();
    return this.closeAll(reason, beginUntilMs);
  }

  /** Stores the settings; the next cycle uses them. PermanentError in one line naming each wrong field. */
  async configure(asked: unknown, orderedBy: string): Promise<AcceptedSettings> {
    const chosen = checkSettings(asked);
    // A person's act, by this machine's clock: it must work while the exchange does not answer.
    await this.tools.writes.saveSettings(JSON.stringify(chosen.settings), Date.now(), orderedBy);
    await this.refresh();
    return chosen;
  }

  /** What the next cycle would decide of one market if it began now; changes nothing. Null where it sees none. */
  async explain(name: string): Promise<MarketExplainedView | null> {
    const nowMs = await this.options.exchange.serverTimeMs();
    return explainNow(this.tools, { name, nowMs, differences: this.differences });
  }

  view(): DeskView {
    if (!this.seen) throw new Error('The desk is not open yet');
    return this.seen;
  }

  /** Resolves when nothing is in hand. */
  idle(): Promise<void> {
    return this.works.idle();
  }

  private async ended(held: readonly Position[]): Promise<Observation['ended']> {
    return this.tools.observer.ended(held, await this.options.exchange.serverTimeMs());
  }

  private async compare(): Promise<ReconciledVenues> {
    const reconciled = await reconcileVenues(this.tools.executor, this.tools.reads);
    this.differences = reconciled.differences;
    return reconciled;
  }

  /** A ledger that does not add up stops the desk: nobody trades on money that may not be there. */
  private async reconciled<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LedgerError) {
        this.broken = error;
        await this.tools.modes.broke(error.message);
      }
      throw error;
    }
  }

  private readonly reportChange = (position: Position, change: DeskPositionChange['change']) => {
    const { exchange, around } = this.options;
    around.positionChanged(positionChange(exchange, position, change));
  };

  /** What needs a person is seen while nothing is in hand: in the middle of an opening one leg is always alone. */
  private async refresh(): Promise<void> {
    const { seen: view, isQuiet } = await this.works.quietly(() =>
      deskView(this.tools.reads, this.tools.curve, this.broken?.message, this.differences),
    );
    this.seen = isQuiet ? view : { ...view, concerns: this.seen?.concerns ?? [] };
  }
}
