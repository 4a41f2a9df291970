import type { Position } from '../desk/book/position.js';
import type { LedgerPoint } from '../desk/book/statistics.js';
import type { Ledger } from '../desk/book/ledger.js';
import type { Book } from '../desk/book/ledger-event.js';
import { decide, type Decision } from '../desk/decide/decide.js';
import { higherEquity, tooDeep } from '../desk/modes/drawdown.js';
import type { Observation } from '../desk/observe/observation.js';
import { valueHeld } from '../desk/observe/value-held.js';
import { doDecisions, pairOf } from '../desk/perform/do-decisions.js';
import { PositionTrader } from '../desk/perform/position-trader.js';
import { DAY_MS, HOUR_MS } from '../time-window.js';
import { refuseOdd, type BacktestInput, type BacktestSettings } from './backtest-input.js';
import type { DeskRecording, RecordedCycle } from './recorded/desk-recording.js';
import { RecordedObserver } from './recorded/recorded-observer.js';
import { RecordedVenue } from './recorded/recorded-venue.js';
import type { BacktestObserver, BacktestVenue } from './replay/backtest-stage.js';
import { ReplayLedger, type PositionHistory } from './replay/replay-ledger.js';
import { aboutEquity, Peak } from './replay/equity.js';
import { MarginPath } from './replay/margin-path.js';
import { ReplayObserver } from './replay/replay-observer.js';
import { ReplayVenue } from './replay/replay-venue.js';

/** What was not done although it was decided. */
export interface FailedAction {
  readonly atMs: number;
  readonly symbol: string;
  readonly action: string;
  readonly reason: string;
}

/** All that a run came to. */
export interface BacktestRun {
  readonly positions: readonly Position[];
  readonly historyOf: (positionId: number) => PositionHistory;
  /** The least that was left of its margin: see MarginPath. */
  readonly lowestMarginShare: (positionId: number) => number | undefined;
  /** What each order met before slippage, exact, USDT; by its id. */
  readonly met: ReadonlyMap<string, string>;
  /** At the end of each UTC day, and of the window; of a recording after each of its cycles. */
  readonly daily: readonly LedgerPoint[];
  readonly ledger: Ledger;
  readonly failures: readonly FailedAction[];
  /** How often each reason was the one for which nothing was opened in a market, by its code. */
  readonly passedBecause: ReadonlyMap<string, number>;
  readonly cycles: number;
  readonly pausedBecause: string | undefined;
}

export interface BacktestWatch {
  /** What was seen, what the desk had then, and what it decided of both first. */
  readonly decided?: (seen: Observation, book: Book, decision: Decision) => void;
  /** What was decided last of each market in a cycle. */
  readonly concluded?: (atMs: number, decision: Decision) => void;
  /** What the desk has once all that was decided is done; not while a leg is on its way. */
  readonly done?: (atMs: number, book: Book) => void;
  /** Called now and then: how much of the window is done, 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Far more than doubles lose, as a fraction of the equity. */
const MARGIN = 1e-9;

/** Settlements are stamped up to half an hour late: what is closed is asked for as long as that. */
const LATEST_SETTLEMENT_MS = HOUR_MS;

/** A desk asks for what is proven late as long as this. */
const LATEST_PROOF_MS = 7 * DAY_MS;

/**
 * Plays a window of proven history to the desk: its own `decide`, `book` and trader, cycle after cycle, each with what
 * was published by then and nothing else. With a recording its cycles are played, on what that desk was given.
 *
 * Errors: RangeError when the window is no whole number of candles or a cycle is not; LedgerError when the money does not
 * add up; DataIntegrityError from the desk's own rules.
 */
export async function runBacktest(
  input: BacktestInput,
  watch: BacktestWatch = {},
  recording?: DeskRecording,
): Promise<BacktestRun> {
  refuseOdd(input);
  return new Backtest(input, watch, recording).run();
}

class Backtest {
  private readonly ledger: ReplayLedger;
  private readonly venue: BacktestVenue;
  private readonly trader: PositionTrader;
  private readonly observer: BacktestObserver;
  private readonly margins = new MarginPath();
  private readonly daily: LedgerPoint[] = [];
  private readonly failures: FailedAction[] = [];
  private readonly passedBecause = new Map<string, number>();
  private peak: Peak;
  private pausedBecause: string | undefined;
  private settings: BacktestSettings;

  constructor(
    private readonly input: BacktestInput,
    private readonly watch: BacktestWatch,
    private readonly recording: DeskRecording | undefined,
  ) {
    const { venue, startingEquityUsdt, markets, stepMs, execution } = input;
    this.settings = input.settings;
    this.ledger = new ReplayLedger(venue, startingEquityUsdt);
    this.peak = new Peak(this.ledger.book, Number(startingEquityUsdt));
    this.venue = recording
      ? new RecordedVenue(recording)
      : new ReplayVenue(markets, stepMs, execution);
    this.observer = recording ? new RecordedObserver(input, recording) : new ReplayObserver(input);
    this.trader = new PositionTrader({
      reads: this.ledger.reads,
      writes: this.ledger.writes,
      executor: this.venue,
      exchangeTimeMs: () => Promise.resolve(this.venue.exchangeTimeMs()),
      ownTimeMs: () => this.venue.nowMs(),
      run: 'backtest',
      changed: () => undefined,
    });
  }

  async run(): Promise<BacktestRun> {
    const cycles = await (this.recording
      ? this.playRecorded(this.recording.cycles)
      : this.playCandles());
    return {
      positions: this.ledger.positions(),
      historyOf: (id) => this.ledger.historyOf(id),
      lowestMarginShare: (id) => this.margins.lowestShare(id),
      met: this.venue.met,
      daily: this.daily,
      ledger: this.ledger.ledger(),
      failures: this.failures,
      passedBecause: this.passedBecause,
      cycles,
      pausedBecause: this.pausedBecause,
    };
  }

  /** Returns how many cycles there were. */
  private async playCandles(): Promise<number> {
    const { window, stepMs, execution } = this.input;
    const { cycleMs, decisionDelayMs } = execution;
    const { tradeFromMs = window.fromMs } = this.input;
    let cycles = 0;
    for (let atMs = tradeFromMs + stepMs; atMs < window.toMs; atMs += stepMs) {
      if ((atMs - window.fromMs) % cycleMs === 0) {
        await this.cycle(atMs + decisionDelayMs);
        cycles += 1;
      }
      if (atMs % DAY_MS === 0) {
        this.daily.push(this.ledger.point(atMs));
        this.watch.progress?.((atMs - window.fromMs) / (window.toMs - window.fromMs));
      }
    }
    // What the last candle closes at is a value, and nobody can trade on it any more.
    this.observe(window.toMs + decisionDelayMs);
    this.bookLate(window.toMs + LATEST_SETTLEMENT_MS + execution.settlementDelayMs);
    this.daily.push(this.ledger.point(window.toMs));
    return cycles;
  }

  private async playRecorded(cycles: readonly RecordedCycle[]): Promise<number> {
    for (const { nowMs, settings, mode, modeReason } of cycles) {
      this.settings = settings;
      this.ledger.setMode(mode, modeReason);
      this.venue.beginAt(nowMs);
      await this.cycle(nowMs);
      this.daily.push(this.ledger.point(nowMs));
    }
    return cycles.length;
  }

  private async cycle(nowMs: number): Promise<void> {
    const seen = this.observe(nowMs);
    // While a leg is on its way nothing else is decided: what it will be filled at is not known yet.
    if (this.venue.nowMs() > nowMs) return;
    const { settings } = this;
    this.watch.decided?.(seen, this.ledger.book, decide(seen, this.ledger.book, settings));
    const unsettled = new Set<number>();
    const decision = await doDecisions(seen, settings, {
      book: () => Promise.resolve(this.ledger.book),
      perform: async (action) => {
        this.venue.beginAt(nowMs);
        const failure = await this.trader.perform(action, settings);
        if (!failure) return;
        if (action.kind === 'settle') unsettled.add(action.position.id);
        const { kind } = action;
        this.failures.push({
          ...{ atMs: nowMs, symbol: pairOf(action), action: kind, reason: failure.text },
        });
      },
      isHalted: () => this.venue.nowMs() > nowMs,
      ...(this.venue.books && { books: this.venue.books.bind(this.venue) }),
    });
    if (this.venue.nowMs() <= nowMs) this.watch.done?.(nowMs, this.ledger.book);
    this.watch.concluded?.(nowMs, decision);
    for (const { meant, reason } of decision.verdicts) {
      if (meant !== 'pass') continue;
      this.passedBecause.set(reason.code, (this.passedBecause.get(reason.code) ?? 0) + 1);
    }
    this.observer.watched(seen, this.ledger.book, unsettled);
    this.pauseWhenTooDeep();
    const { restHours } = settings;
    const { settlementDelayMs } = this.input.execution;
    const latestMs = this.recording ? LATEST_PROOF_MS : LATEST_SETTLEMENT_MS;
    const keptMs = Math.max(restHours * HOUR_MS, latestMs + settlementDelayMs);
    this.ledger.archive(nowMs - keptMs);
  }

  /** Books what was settled, and values what is held. */
  private observe(nowMs: number): Observation {
    this.observer.moveTo(nowMs);
    this.observer.bookFunding(this.ledger, nowMs);
    const observed = this.observer.observe(this.ledger.book, nowMs);
    const isSized = this.settings.sizing === 'dynamic';
    const seen = isSized ? { ...observed, peakEquityUsdt: this.peak.usdt() } : observed;
    this.margins.observe(this.ledger.book, seen);
    this.ledger.value(valueHeld(seen, this.ledger.book));
    return seen;
  }

  /** What was settled in the window and stamped late. */
  private bookLate(nowMs: number): void {
    this.observer.moveTo(nowMs);
    this.observer.bookFunding(this.ledger, nowMs);
  }

  private pauseWhenTooDeep(): void {
    const { maxDrawdown } = this.settings;
    // About as much is known at once; to the digit only where it may be deep, or as high as it ever was.
    const { book } = this.ledger;
    const aboutUsdt = aboutEquity(book);
    const about = aboutUsdt / this.peak.aboutUsdt;
    if (about > 1 + MARGIN) this.peak = new Peak(book, aboutUsdt);
    if (about > 1 + MARGIN || (about < 1 - MARGIN && about > 1 - maxDrawdown + MARGIN)) return;
    const now = new Peak(book, aboutUsdt);
    const equityUsdt = now.usdt();
    if (higherEquity(this.peak.usdt(), equityUsdt) === equityUsdt) this.peak = now;
    const reason = tooDeep({ equityUsdt }, this.peak.usdt(), maxDrawdown);
    if (reason === undefined || this.pausedBecause !== undefined) return;
    this.pausedBecause = reason;
    this.ledger.setMode('paused', reason);
  }
}
