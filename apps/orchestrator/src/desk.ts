import type { DeskCycle } from '@fullcarry/contracts/desk-cycle-v1';
import type { DeskPositionChange } from '@fullcarry/contracts/desk-position-v1';
import { positionView } from '@fullcarry/contracts/position-view';
import { exact } from '@fullcarry/domain/desk/exact';
import { deskRun } from '@fullcarry/domain/desk/leg-order';
import { pairName } from '@fullcarry/domain/desk/observation';
import type { LegMarket } from '@fullcarry/domain/desk/position-leg';
import { finishing } from '@fullcarry/domain/desk/judge-held';
import { workLeft } from '@fullcarry/domain/desk/next-leg';
import type { Difference } from '@fullcarry/domain/desk/reconcile';
import { LedgerError } from '@fullcarry/domain/desk/ledger-error';
import { PermanentError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { DeskCurveStore } from '@fullcarry/history/desk-curve-store';
import { DeskLedgerStore } from '@fullcarry/history/desk-ledger-store';
import type { StoredPosition } from '@fullcarry/history/stored-position';
import { DeskStore } from '@fullcarry/history/desk-store';
import { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import {
  auditCash,
  bookNow,
  currentLedger,
  storedDesk,
  storedSettings,
  unexplainedCash,
} from './account.js';
import { AskedSettlements } from './asked-settlements.js';
import { checkSettings, renamedInStore, type ChosenSettings } from './check-settings.js';
import { closeAll, type ClosedAll } from './close-all.js';
import { closeOne, type ClosedOne } from './close-one.js';
import { DeskModes } from './desk-modes.js';
import type { DeskOptions, DeskVenue } from './desk-options.js';
import { deskView, type DeskView } from './desk-view.js';
import { bookFunding } from './funding-booker.js';
import { LeasedExecutor } from './leased-executor.js';
import type { LegExecutor } from './leg-executor.js';
import { MarketObserver } from './observe-markets.js';
import { PaperAccount } from './paper-account.js';
import { PaperExecutor } from './paper-executor.js';
import { PositionTrader } from './position-trader.js';
import { reconcileVenues, type Reconciled } from './reconcile-venues.js';
import { settleGone, type AskedSettlement, type SettledGone } from './settle-gone.js';
import { StoredSettlements } from './stored-settlements.js';
import { TradingCycle } from './trading-cycle.js';
import { randomBytes } from 'node:crypto';

/**
 * The carry desk: long spot and short perpetual, or two perpetuals of two exchanges; paper money. Whatever trades waits
 * for the work in hand, so that no two things are ever done at once.
 *
 * Errors of every method: FencedError (libs/history) when a newer lease is in the database: nothing was
 * written, and the desk must be dropped; LedgerError (a DataIntegrityError) when the ledger does not add up:
 * the desk trades no more until a person booked a correction, but closes and is stopped as ever; TransientError when the
 * exchange gives no answer (a later call goes on where this one stopped).
 */
export class Desk {
  private readonly reads: DeskStore;
  private readonly curve: DeskCurveStore;
  private readonly writes: DeskLedgerStore;
  private readonly positions: PositionLedgerStore;
  private readonly executor: LegExecutor;
  private readonly trader: PositionTrader;
  private readonly modes: DeskModes;
  private readonly observer: MarketObserver;
  private readonly exchanges: ReadonlyMap<string, Exchange>;
  private inHand: Promise<unknown> = Promise.resolve();
  /** How many works are in hand or wait for their turn, and how many there were ever. */
  private works = { now: 0, ever: 0 };
  private cycling = false;
  private broken: LedgerError | undefined;
  private seen: DeskView | undefined;
  /** Of the last cycle. */
  private differences: readonly Difference[] = [];

  private constructor(private readonly options: DeskOptions) {
    const { exchange, database, timeframe, historyEnabled, around } = options;
    const lease = {
      exchange: exchange.id,
      epoch: options.leaseEpoch,
      instance: options.instance,
    };
    this.reads = new DeskStore(database, exchange.id);
    this.curve = new DeskCurveStore(database, exchange.id);
    this.writes = new DeskLedgerStore(database, lease);
    this.positions = new PositionLedgerStore(database, lease);
    this.modes = new DeskModes(this.reads, this.writes);
    const own: DeskVenue = {
      exchange,
      rates: () => around.rates(),
      unprovenBecause: (symbol) => around.unprovenBecause(symbol),
    };
    const { elsewhere } = options;
    this.observer = new MarketObserver(
      ...([database, own, elsewhere, timeframe, historyEnabled] as const),
    );
    const venues = new Map([own, ...elsewhere].map((one) => [one.exchange.id, one.exchange]));
    this.exchanges = venues;
    const paper = new PaperExecutor(venues, new PaperAccount(() => bookNow(this.reads)));
    this.executor = new LeasedExecutor(paper, around.isLeaseHeld, lease.epoch);
    this.trader = new PositionTrader({
      reads: this.reads,
      writes: this.positions,
      executor: this.executor,
      exchangeTimeMs: () => exchange.serverTimeMs(),
      run: runNow(),
      changed: this.tell,
    });
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
    await desk.writes.takeOver({ source: exchange.source(), startingEquityUsdt });
    for (const one of options.elsewhere) {
      await desk.writes.openAccount(one.exchange.id, startingEquityUsdt);
    }
    const { source } = await storedDesk(desk.reads);
    if (source !== exchange.source()) {
      throw new PermanentError(
        `The ledger in this database is of ${source}, the exchange now is ${exchange.source()}: use another database`,
      );
    }
    await desk
      .reconciled(() => auditCash(desk.reads))
      .catch((error: unknown) => {
        if (!(error instanceof LedgerError)) throw error;
      });
    const settings = await storedSettings(desk.reads);
    const renamed = await renamedInStore(desk.reads);
    if (renamed.length > 0) logger.warn({ renamed }, RENAMED);
    const book = await bookNow(desk.reads);
    for (const position of book.positions.values()) {
      if (workLeft(position) === undefined) continue;
      const failure = await desk.trader.perform(finishing(nowMs, book, position), settings);
      if (failure) logger.warn({ symbol: pairName(position.legs), failure: failure.text }, LEFT);
    }
    await desk.modes.opened(desk.broken === undefined);
    await desk.refresh();
    return desk;
  }

  /** One whole cycle. Refused (PermanentError) while another one runs. */
  async runCycle(): Promise<DeskCycle> {
    if (this.cycling) throw new PermanentError('A cycle is running already');
    this.cycling = true;
    try {
      const report = await this.alone(() =>
        this.reconciled(() =>
          TradingCycle.run({
            exchange: this.options.exchange,
            reads: this.reads,
            writes: this.writes,
            positions: this.positions,
            trader: this.trader,
            observer: this.observer,
            around: this.options.around,
            historyEnabled: this.options.historyEnabled,
            bookFunding: (nowMs) => this.bookFunding(nowMs),
            reconcile: () => this.compare(),
            halted: this.modes.halted,
          }),
        ),
      ).catch(async (error: unknown) => {
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

  /** Why it trades no more: its ledger did not add up when it was last looked at. */
  get brokenBecause(): LedgerError | undefined {
    return this.broken;
  }

  /** Closes every position at once, even in the middle of a cycle, and trades no more until `start`. */
  async emergencyStop(reason: string): Promise<ClosedAll> {
    await this.modes.emergencyStop(reason);
    return this.closeAll(reason);
  }

  /** The reason of an emergency stop that another process wrote, and whose closings nobody did yet. */
  stopAsked(): Promise<string | undefined> {
    return this.modes.stopAsked();
  }

  /**
   * Trades again, after a pause or an emergency stop; a drawdown is measured from here.
   *
   * Errors: PermanentError when the desk was stopped while this start waited for its turn.
   */
  async start(): Promise<void> {
    const seen = await this.modes.seen();
    await this.alone(async () => {
      await auditCash(this.reads);
      const { equityUsdt } = await currentLedger(this.reads);
      await this.modes.start(seen, equityUsdt);
      this.broken = undefined;
    });
    await this.refresh();
  }

  /** Opens no more; positions are kept, and closed when they must be. An emergency stop stays one. */
  async pause(reason: string): Promise<void> {
    await this.modes.pause(reason);
    await this.refresh();
  }

  /**
   * Books what a person says of cash that nothing else explains; the mode stays as it is.
   *
   * Errors: PermanentError when another amount is unexplained: a correction must leave nothing over.
   */
  async correct(amountUsdt: string, reason: string): Promise<void> {
    await this.alone(async () => {
      const unexplained = await unexplainedCash(this.reads);
      if (!exact(unexplained).eq(exact(amountUsdt))) {
        throw new PermanentError(
          `${unexplained} USDT are unexplained, not ${amountUsdt}: nothing was booked`,
        );
      }
      await this.writes.saveCorrection({ amountUsdt, reason, bookedAtMs: Date.now() });
      await currentLedger(this.reads);
      this.broken = undefined;
    });
    await this.refresh();
  }

  /**
   * Books that the exchange settled a perpetual that is gone, as a person says, and sells the coins of it.
   *
   * Errors: as settleGone.
   */
  async settle(asked: AskedSettlement): Promise<SettledGone> {
    const settled = await this.alone(async () =>
      settleGone(
        this.executor,
        this.trader,
        [...(await bookNow(this.reads)).positions.values()],
        asked,
        await storedSettings(this.reads),
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
    const outcome = await this.alone(() =>
      closeAll(
        {
          reads: this.reads,
          trader: this.trader,
          ended: async (held) =>
            this.observer.ended(held, await this.options.exchange.serverTimeMs()),
        },
        reason,
        beginUntilMs,
      ),
    );
    await this.refresh();
    return outcome;
  }

  /**
   * Closes one position, both legs at the same time, and changes nothing else.
   *
   * Errors: PermanentError where no such position is held.
   */
  async closeOne(positionId: number, reason: string): Promise<ClosedOne> {
    const outcome = await this.alone(() => closeOne(this.reads, this.trader, positionId, reason));
    await this.refresh();
    return outcome;
  }

  /** Closes every position before the process ends (CLOSE_ON_SHUTDOWN); the cycle in hand does nothing more. */
  closeBeforeTheEnd(reason: string, beginUntilMs: number): Promise<ClosedAll> {
    this.modes.haltNow();
    return this.closeAll(reason, beginUntilMs);
  }

  /** Stores the settings; the next cycle uses them. PermanentError in one line naming each wrong field. */
  async configure(asked: unknown, orderedBy: string): Promise<ChosenSettings> {
    const chosen = checkSettings(asked);
    // A person's act, by this machine's clock: it must work while the exchange does not answer.
    await this.writes.saveSettings(JSON.stringify(chosen.settings), Date.now(), orderedBy);
    await this.refresh();
    return chosen;
  }

  view(): DeskView {
    if (!this.seen) throw new Error('The desk is not open yet');
    return this.seen;
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.inHand.catch(() => undefined);
  }

  private async compare(): Promise<Reconciled> {
    const reconciled = await reconcileVenues(this.executor, this.reads);
    this.differences = reconciled.differences;
    return reconciled;
  }

  private bookFunding(nowMs: number): Promise<string[]> {
    const { database, timeframe } = this.options;
    const stored = new StoredSettlements(database, timeframe);
    const sourceOf = async (leg: LegMarket) => {
      if (await this.observer.tracks(leg)) return stored;
      const exchange = this.exchanges.get(leg.venue);
      if (!exchange) throw new PermanentError(`The desk does not trade on ${leg.venue} now`);
      return new AskedSettlements(exchange, timeframe);
    };
    const { reads, positions: writes, tell: changed } = this;
    return bookFunding({ reads, writes, sourceOf, changed }, nowMs);
  }

  /** One after the other. */
  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.works = { now: this.works.now + 1, ever: this.works.ever + 1 };
    const turn = this.inHand
      .catch(() => undefined)
      .then(work)
      .finally(() => (this.works = { ...this.works, now: this.works.now - 1 }));
    this.inHand = turn;
    return turn;
  }

  /** A ledger that does not add up stops the desk: nobody trades on money that may not be there. */
  private async reconciled<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LedgerError) {
        this.broken = error;
        await this.modes.broke(error.message);
      }
      throw error;
    }
  }

  private readonly tell = (position: StoredPosition, change: DeskPositionChange['change']) => {
    const { exchange, around } = this.options;
    around.positionChanged({
      v: 1,
      atMs: changedAtMs(position, change),
      exchange: exchange.id,
      source: exchange.source(),
      change,
      position: positionView(position),
    });
  };

  /** What needs a person is seen while nothing is in hand: in the middle of an opening one leg is always alone. */
  private async refresh(): Promise<void> {
    const { ever } = this.works;
    const view = await deskView(this.reads, this.curve, this.broken?.message, this.differences);
    const isQuiet = this.works.now === 0 && this.works.ever === ever;
    this.seen = isQuiet ? view : { ...view, concerns: this.seen?.concerns ?? [] };
  }
}

function runNow(): string {
  const [first = 0, second = 0] = randomBytes(2);
  return deskRun(Date.now(), [first, second]);
}

function changedAtMs(position: StoredPosition, change: DeskPositionChange['change']): number {
  const { openedAtMs, closedAtMs, legs } = position;
  const bookedToMs = legs.short.fundingBookedToMs ?? legs.long.fundingBookedToMs;
  return (change === 'funding' ? bookedToMs : closedAtMs) ?? legs.short.openedAtMs ?? openedAtMs;
}

const RENAMED =
  'Settings were stored under names of an earlier version; they are used as they are called now';

const LEFT = 'A position is still half done; the next cycle goes on with it';
