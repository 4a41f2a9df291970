import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/desk-cycle-v1';
import type { DeskPosition, DeskPositionChange } from '@fullcarry/contracts/desk-position-v1';
import { askedDeskSettings, type DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { DeskLedger } from '@fullcarry/contracts/desk-status-v1';
import { withCurrentNames } from '@fullcarry/contracts/old-desk-settings';
import { positionView } from '@fullcarry/contracts/position-view';
import { plain, sum } from '@fullcarry/domain/desk/exact';
import { finishing } from '@fullcarry/domain/desk/judge-held';
import { nextLeg } from '@fullcarry/domain/desk/next-leg';
import { shortNotional } from '@fullcarry/domain/desk/position-money';
import { isHeld } from '@fullcarry/domain/desk/position';
import { LedgerError } from '@fullcarry/domain/desk/ledger';
import { PermanentError } from '@fullcarry/domain/errors';
import { DeskLedgerStore } from '@fullcarry/history/desk-ledger-store';
import type { DeskMode, StoredPosition } from '@fullcarry/history/desk-rows';
import { DeskStore } from '@fullcarry/history/desk-store';
import { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import { auditCash, bookNow, currentLedger, storedDesk, storedSettings } from './account.js';
import { AskedSettlements } from './asked-settlements.js';
import type { DeskOptions } from './desk-options.js';
import { bookFunding } from './funding-booker.js';
import { LeasedExecutor } from './leased-executor.js';
import { MarketObserver } from './observe-markets.js';
import { PaperExecutor } from './paper-executor.js';
import { PositionTrader } from './position-trader.js';
import { RulesMemory } from './rules-memory.js';
import { StoredSettlements } from './stored-settlements.js';
import { TradingCycle } from './trading-cycle.js';

/** What the desk holds and does, as of its last cycle or change. */
export interface DeskView {
  readonly mode: DeskMode;
  /** Why it is not running; null while it is. */
  readonly modeReason: string | null;
  readonly settings: DeskSettings;
  readonly ledger: DeskLedger;
  /** Opening, open and closing. */
  readonly positions: readonly DeskPosition[];
  /** Notional of the short legs, exact, USDT. */
  readonly exposureUsdt: string;
  readonly lastCycle: { number: number; startedAtMs: number; durationMs: number } | null;
}

export interface ClosedAll {
  /** Symbols. */
  readonly closed: string[];
  readonly failed: { symbol: string; reason: string }[];
}

/**
 * The carry desk: long spot, short perpetual, paper money. Whatever trades waits for the work in hand, so
 * that no two things are ever done at once.
 *
 * Errors of every method: FencedError (libs/history) when a newer lease is in the database: nothing was
 * written, and the desk must be dropped; LedgerError (a DataIntegrityError) when the ledger does not add up:
 * the desk is emergency-stopped until a person looked; TransientError when the exchange gives no answer (a later call
 * goes on where this one stopped).
 */
export class Desk {
  private readonly reads: DeskStore;
  private readonly writes: DeskLedgerStore;
  private readonly positions: PositionLedgerStore;
  private readonly trader: PositionTrader;
  private readonly observer: MarketObserver;
  private inHand: Promise<unknown> = Promise.resolve();
  private cycling = false;
  /** Aborted at once by an emergency stop, so that a cycle in the middle waits for nothing and opens no more. */
  private halt = new AbortController();
  private seen: DeskView | undefined;

  private constructor(private readonly options: DeskOptions) {
    const { exchange, database, timeframe, historyEnabled, around } = options;
    const lease = {
      exchange: exchange.id,
      epoch: options.leaseEpoch,
      instance: options.instance,
    };
    this.reads = new DeskStore(database, exchange.id);
    this.writes = new DeskLedgerStore(database, lease);
    this.positions = new PositionLedgerStore(database, lease);
    const rules = new RulesMemory(exchange);
    this.observer = new MarketObserver(database, timeframe, historyEnabled, around, rules);
    this.trader = new PositionTrader({
      reads: this.reads,
      writes: this.positions,
      executor: new LeasedExecutor(new PaperExecutor(exchange), around.isLeaseHeld, lease.epoch),
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
    const { source } = await storedDesk(desk.reads);
    if (source !== exchange.source()) {
      throw new PermanentError(
        `The ledger in this database is of ${source}, the exchange now is ${exchange.source()}: use another database`,
      );
    }
    await desk.reconciled(() => auditCash(desk.reads));
    const settings = await storedSettings(desk.reads);
    const { renamed } = withCurrentNames(await storedChoice(desk.reads));
    if (renamed.length > 0) logger.warn({ renamed }, RENAMED);
    const book = await bookNow(desk.reads);
    for (const position of book.positions.values()) {
      if (nextLeg(position) === undefined) continue;
      const failure = await desk.trader.perform(finishing(nowMs, book, position), settings);
      if (failure) logger.warn({ symbol: position.symbol, failure: failure.text }, LEFT);
    }
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
            halted: this.halt.signal,
          }),
        ),
      );
      await this.refresh();
      this.options.around.cycleRecorded(report);
      return report;
    } finally {
      this.cycling = false;
    }
  }

  /** Closes every position at once, even in the middle of a cycle, and trades no more until `start`. */
  async emergencyStop(reason: string): Promise<ClosedAll> {
    this.halt.abort(new Error('The desk is being stopped'));
    await this.writes.saveMode('emergency-stopped', reason);
    return this.closeAll(reason);
  }

  /** Trades again, after a pause or an emergency stop; a drawdown is measured from here. */
  async start(): Promise<void> {
    await this.alone(async () => {
      await auditCash(this.reads);
      const { equityUsdt } = await currentLedger(this.reads);
      await this.writes.saveMode('running', null, equityUsdt);
      this.halt = new AbortController();
    });
    await this.refresh();
  }

  /** Opens no more; positions are kept, and closed when they must be. An emergency stop stays one. */
  async pause(reason: string): Promise<void> {
    const { mode } = await storedDesk(this.reads);
    if (mode !== 'emergency-stopped') await this.writes.saveMode('paused', reason);
    await this.refresh();
  }

  /** Closes every position and changes nothing else (CLOSE_ON_SHUTDOWN). */
  async closeAll(reason: string): Promise<ClosedAll> {
    const outcome: ClosedAll = { closed: [], failed: [] };
    await this.alone(async () => {
      const settings = await storedSettings(this.reads);
      const { positions } = await bookNow(this.reads);
      for (const position of [...positions.values()].filter(isHeld)) {
        const { symbol } = position;
        const closing = { code: 'told', text: reason, isPressing: true };
        const action = { kind: 'close', position, reason: closing, decided: undefined } as const;
        const failure = await this.trader.perform(action, settings);
        if (failure) outcome.failed.push({ symbol, reason: failure.text });
        else outcome.closed.push(symbol);
      }
    });
    await this.refresh();
    return outcome;
  }

  /**
   * Stores the settings; the next cycle uses them. PermanentError in one line naming each wrong field.
   * `renamed`: in sentences, which of them are called otherwise now.
   */
  async configure(
    asked: unknown,
  ): Promise<{ readonly settings: DeskSettings; readonly renamed: readonly string[] }> {
    const checked = askedDeskSettings.safeParse(asked);
    if (!checked.success) {
      const problems = checked.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
      );
      throw new PermanentError(problems.join('; '));
    }
    // A person's act, by this machine's clock: it must work while the exchange does not answer.
    await this.writes.saveSettings(JSON.stringify(checked.data), Date.now());
    await this.refresh();
    return { settings: checked.data, renamed: withCurrentNames(asked).renamed };
  }

  view(): DeskView {
    if (!this.seen) throw new Error('The desk is not open yet');
    return this.seen;
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.inHand.catch(() => undefined);
  }

  private bookFunding(nowMs: number): Promise<string[]> {
    const { exchange, database, timeframe } = this.options;
    const stored = new StoredSettlements(database, timeframe);
    const asked = new AskedSettlements(exchange, timeframe);
    return bookFunding(
      {
        reads: this.reads,
        writes: this.positions,
        sourceOf: async (symbol) =>
          (await this.observer.tracks(exchange.id, symbol)) ? stored : asked,
        changed: this.tell,
      },
      nowMs,
    );
  }

  /** One after the other. */
  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.inHand.catch(() => undefined).then(work);
    this.inHand = turn;
    return turn;
  }

  /** A ledger that does not add up stops the desk: nobody trades on money that may not be there. */
  private async reconciled<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LedgerError) {
        this.halt.abort(new Error('The desk is being stopped'));
        await this.writes.saveMode('emergency-stopped', error.message);
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

  private async refresh(): Promise<void> {
    const { mode, modeReason } = await storedDesk(this.reads);
    const open = await this.reads.openPositions();
    const [last] = await this.reads.cycles({ limit: 1 });
    this.seen = {
      mode,
      modeReason: modeReason ?? null,
      settings: await storedSettings(this.reads),
      ledger: await this.reconciled(() => currentLedger(this.reads)),
      positions: open.map(positionView),
      exposureUsdt: plain(sum(open.map(shortNotional))),
      lastCycle: last ? LAST_CYCLE.parse(JSON.parse(last.report)) : null,
    };
  }
}

function changedAtMs(position: StoredPosition, change: DeskPositionChange['change']): number {
  const { openedAtMs, perpOpenedAtMs, closedAtMs, fundingBookedToMs } = position;
  return (change === 'funding' ? fundingBookedToMs : closedAtMs) ?? perpOpenedAtMs ?? openedAtMs;
}

async function storedChoice(reads: DeskStore): Promise<unknown> {
  const stored = await reads.settings();
  return stored && JSON.parse(stored.settings);
}

const RENAMED =
  'Settings were stored under names of an earlier version; they are used as they are called now';

const LEFT = 'A position is still half done; the next cycle goes on with it';

const LAST_CYCLE = DeskCycleV1.schema.pick({ number: true, startedAtMs: true, durationMs: true });
