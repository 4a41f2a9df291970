import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { asksForSignals } from '@fullcarry/domain/desk/decide/decision-settings';
import type { Action } from '@fullcarry/domain/desk/decide/action';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import { bookNow, storedDesk, storedSettings } from '../book/account.js';
import { cycleVerdicts, type Outcome } from '../facts/cycle-verdicts.js';
import type { DeskSurroundings } from './desk-options.js';
import { doDecisions, pairOf } from '@fullcarry/domain/desk/perform/do-decisions';
import type { MarketObserver } from '../observe/observe-markets.js';
import type { Failure } from '@fullcarry/domain/desk/perform/leg-trader';
import type { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';
import type { ReconciledVenues } from '../book/reconcile-venues.js';
import { recordCycle } from '../book/record-cycle.js';
import type { CycleRecorder } from '../record/cycle-recorder.js';
import { valueHeld, watchedTo } from '@fullcarry/domain/desk/observe/value-held';

export interface CycleParts {
  readonly exchange: Exchange;
  readonly reads: DeskStore;
  readonly writes: DeskLedgerStore;
  readonly positions: PositionLedgerStore;
  readonly trader: PositionTrader;
  readonly observer: MarketObserver;
  readonly around: DeskSurroundings;
  readonly historyEnabled: boolean;
  /** Books what is known up to the instant; returns what it could not. */
  readonly bookFunding: (nowMs: number) => Promise<string[]>;
  /** Compares what the exchanges hold with the book. */
  readonly reconcile: () => Promise<ReconciledVenues>;
  readonly recorder?: CycleRecorder | undefined;
  /** Aborted: nothing is waited for and nothing more is done. */
  readonly halted: AbortSignal;
}

/**
 * One cycle of the desk: bring the history up to date, book funding, reconcile, observe, decide, do it, record. What is decided
 * is decided in domain/desk/decide/decide.ts; here it is only done. Everything is read from the store, so that a cycle that
 * was cut off is simply run again.
 */
export class TradingCycle {
  private readonly warnings: string[] = [];
  private readonly outcomes = new Map<string, Outcome>();

  private constructor(
    private readonly parts: CycleParts,
    private readonly nowMs: number,
    private readonly settings: DeskSettings,
  ) {}

  static async run(parts: CycleParts): Promise<DeskCycle> {
    const began = performance.now();
    const nowMs = await parts.exchange.serverTimeMs();
    const cycle = new TradingCycle(parts, nowMs, await storedSettings(parts.reads));
    const rowsSynced = await cycle.syncData();
    await cycle.beginRecording();
    cycle.warnings.push(...(await parts.bookFunding(nowMs)));
    const markets = await cycle.trade();
    const report = await recordCycle(parts, {
      startedAtMs: nowMs,
      durationMs: Math.round(performance.now() - began),
      warnings: cycle.warnings,
      rowsSynced,
      markets,
      maxDrawdown: cycle.settings.maxDrawdown,
    });
    await parts.recorder?.end();
    return report;
  }

  private async beginRecording(): Promise<void> {
    const { nowMs, settings, parts } = this;
    if (!parts.recorder) return;
    const { mode, modeReason } = await storedDesk(parts.reads);
    parts.recorder.begin({ nowMs, settings, mode, modeReason });
  }

  private async syncData(): Promise<number | null> {
    if (!this.parts.historyEnabled) return null;
    try {
      const { rowsAdded, marketsFailed } = await orAborted(
        this.parts.around.syncData(),
        this.parts.halted,
      );
      for (const { symbol, reason } of marketsFailed) this.warnings.push(`${symbol}: ${reason}`);
      return rowsAdded;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.warnings.push(`The history was not brought up to date: ${why}`);
      return null;
    }
  }

  /** The verdict on every market that was seen or is held, the best first. */
  private async trade(): Promise<MarketVerdict[]> {
    const held = [...(await bookNow(this.parts.reads)).positions.values()].filter(isHeld);
    const { differences, problems } = await this.parts.reconcile();
    this.warnings.push(...problems, ...differences.map(({ text }) => text));
    const withSignals = asksForSignals(this.settings);
    const observed = await this.parts.observer.observe(held, this.nowMs, () => withSignals);
    const peakEquityUsdt =
      this.settings.sizing === 'dynamic'
        ? (await storedDesk(this.parts.reads)).peakEquityUsdt
        : undefined;
    const seen = { ...observed, differences, peakEquityUsdt };
    if (!this.parts.around.rates()) this.warnings.push('The exchange has not said any rates yet');
    else if (seen.stale) this.warnings.push(seen.stale.text);
    await this.parts.positions.savePrices(valueHeld(seen, await bookNow(this.parts.reads)));
    const { verdicts } = await doDecisions(seen, this.settings, {
      book: () => bookNow(this.parts.reads),
      perform: async (action) =>
        this.note(action, await this.parts.trader.perform(action, this.settings)),
      isHalted: () => this.parts.halted.aborted,
      books: (legs) => this.parts.observer.books(legs),
    });
    // Only once what they did to a margin is booked: whoever comes after a crash checks them again.
    if (!this.parts.halted.aborted) {
      const now = [...(await bookNow(this.parts.reads)).positions.values()];
      await this.parts.positions.saveWatched(watchedTo(seen, now));
    }
    return cycleVerdicts(verdicts, seen.markets, this.outcomes);
  }

  private note(action: Action, failure: Failure): void {
    const symbol = pairOf(action);
    if (failure) this.warnings.push(`${symbol}: ${failure.text}`);
    if (action.kind === 'open') {
      this.outcomes.set(
        symbol,
        failure
          ? { action: 'passed', ...failure }
          : { action: 'opened', code: 'opened', text: action.opening.openReason },
      );
    }
    if (action.kind === 'close' || action.kind === 'settle') {
      const { code, text } = action.reason;
      this.outcomes.set(
        symbol,
        failure
          ? { action: 'held', code: failure.code, text: `${text}, but: ${failure.text}` }
          : { action: 'closed', code, text },
      );
    }
  }
}
