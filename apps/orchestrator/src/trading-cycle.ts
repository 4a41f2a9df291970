import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/desk-cycle-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import { positionNotional } from '@fullcarry/contracts/position-view';
import { closeReason, wrongSignRun } from '@fullcarry/domain/desk/close-reason';
import { openRefusal, type DeskRoom } from '@fullcarry/domain/desk/open-refusal';
import { deltaDrift, marginShare } from '@fullcarry/domain/desk/position-health';
import { percent, type Reason } from '@fullcarry/domain/desk/verdict';
import { DomainError } from '@fullcarry/domain/errors';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import type { TradingRules } from '@fullcarry/domain/trading-rules';
import { orAborted } from '@fullcarry/platform/or-aborted';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { DeskLedgerStore } from '@fullcarry/history/desk-ledger-store';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import { storedDesk, storedSettings } from './account.js';
import type { DeskSurroundings } from './desk-options.js';
import type { MarketScan, ScannedMarket } from './market-scan.js';
import { marketVerdicts, type Outcome } from './market-verdicts.js';
import { openingIntent } from './opening-intent.js';
import type { PositionTrader, Traded } from './position-trader.js';
import { recordCycle } from './record-cycle.js';

export interface CycleParts {
  readonly exchange: Exchange;
  readonly reads: DeskStore;
  readonly writes: DeskLedgerStore;
  readonly positions: PositionLedgerStore;
  readonly trader: PositionTrader;
  readonly scan: MarketScan;
  readonly around: DeskSurroundings;
  readonly historyEnabled: boolean;
  /** Books what is known up to the instant; returns what it could not. */
  readonly bookFunding: (nowMs: number) => Promise<string[]>;
  /** Aborted: nothing is waited for and nothing more is opened. */
  readonly halted: AbortSignal;
}

/**
 * One cycle of the desk: settings, data, funding, prices, what must be closed, what may be opened, the
 * ledger, the report. Everything that it needs to know is read from the store, so that a cycle that was cut
 * off is simply run again.
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
    await cycle.finishHalfDone();
    cycle.warnings.push(...(await parts.bookFunding(nowMs)));
    const markets = await cycle.trade();
    return recordCycle(parts, {
      startedAtMs: nowMs,
      durationMs: Math.round(performance.now() - began),
      warnings: cycle.warnings,
      rowsSynced,
      markets,
      maxDrawdown: cycle.settings.maxDrawdown,
    });
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

  private async finishHalfDone(): Promise<void> {
    const mayOpen = (await this.closedBecause()) === undefined;
    for (const position of await this.parts.reads.openPositions()) {
      if (position.state === 'open') continue;
      this.note(await this.parts.trader.finish(position, this.nowMs, mayOpen, this.settings));
    }
  }

  /** The verdict on every market that was looked at, the best first. */
  private async trade(): Promise<MarketVerdict[]> {
    const now = this.parts.around.rates();
    if (!now) {
      this.warnings.push('The exchange has not said any rates yet');
      return [];
    }
    if (now.stale) this.warnings.push('The rates are too old to trade on');
    const open = await this.parts.reads.openPositions();
    const held = new Set(open.map(({ symbol }) => symbol));
    const markets = await this.parts.scan.scan(now.rates, held, this.settings, this.nowMs);
    markets.sort(byNetYield);
    if (now.stale) {
      for (const { rate } of markets) this.staleVerdict(rate.symbol, held.has(rate.symbol));
    } else {
      await this.price(open, markets);
      await this.closeWhatMust(markets);
      await this.openWhatMay(markets);
    }
    return marketVerdicts(markets, this.outcomes, held);
  }

  private staleVerdict(symbol: string, held: boolean): void {
    const text = 'The rates are too old to trade on';
    this.outcomes.set(symbol, { action: held ? 'held' : 'passed', code: 'stale-rates', text });
  }

  /** Values what is held at the prices now. */
  private async price(
    open: readonly StoredPosition[],
    markets: readonly ScannedMarket[],
  ): Promise<void> {
    const prices = open.flatMap(({ id, symbol }) => {
      const rate = markets.find((one) => one.rate.symbol === symbol)?.rate;
      const spotPrice = rate?.spot?.lastPrice;
      return rate && spotPrice ? [{ id, spotPrice, perpMarkPrice: rate.markPrice }] : [];
    });
    await this.parts.positions.savePrices(prices);
  }

  private async closeWhatMust(markets: readonly ScannedMarket[]): Promise<void> {
    const { reads, trader } = this.parts;
    const stopped = (await storedDesk(reads)).mode === 'emergency-stopped';
    for (const position of await reads.openPositions()) {
      const { symbol, state } = position;
      const market = markets.find((one) => one.rate.symbol === symbol);
      const reason = stopped ? STOPPED : await this.mustClose(position, market);
      if (state !== 'open') {
        const text = position.closeReason ?? 'It is not closed yet';
        this.outcomes.set(symbol, { action: 'held', code: 'not-closed-yet', text });
      } else if (reason) {
        const traded = await trader.close(position, reason.text, this.settings);
        this.note(traded);
        const over = traded.failure === undefined;
        this.outcomes.set(symbol, { action: over ? 'closed' : 'held', ...reason });
      } else {
        this.outcomes.set(symbol, { action: 'held', code: 'held', text: holding(market) });
      }
    }
  }

  private async mustClose(
    position: StoredPosition,
    market: ScannedMarket | undefined,
  ): Promise<Reason | undefined> {
    const payments = await this.parts.reads.fundingPayments(position.id);
    const held = {
      dataLost: market?.dataLost,
      priced: (market?.rate.spot ?? null) !== null,
      netYield: market?.outlook.netYield,
      wrongSignRun: wrongSignRun(payments.map(({ amountUsdt }) => amountUsdt)),
      deltaDrift: deltaDrift(position),
      marginShare: marginShare(position),
    };
    return closeReason(held, this.settings);
  }

  private async openWhatMay(markets: readonly ScannedMarket[]): Promise<void> {
    const lastClosed = await this.parts.reads.lastClosed();
    let room = await this.room();
    let rules: readonly TradingRules[] | undefined;
    for (const market of markets) {
      const { symbol } = market.rate;
      if (this.outcomes.has(symbol)) continue;
      const refusal = openRefusal(this.candidate(market, lastClosed), this.settings, room);
      if (refusal) {
        this.outcomes.set(symbol, { action: 'passed', ...refusal });
        continue;
      }
      try {
        rules ??= await this.parts.exchange.tradingRules();
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        this.outcomes.set(symbol, { action: 'passed', code: 'no-rules', text: error.message });
        continue;
      }
      this.outcomes.set(symbol, await this.open(market, rules));
      room = await this.room();
    }
  }

  private candidate(market: ScannedMarket, lastClosed: ReadonlyMap<string, number>) {
    const { rate, unproven, basis, outlook } = market;
    const closedAtMs = lastClosed.get(rate.symbol);
    return {
      unproven,
      basis,
      outlook,
      turnoverUsdt24h: Number(rate.turnoverUsdt24h),
      // Until the settlement after it at least, so that the same reason does not open and close in turns.
      restsUntilMs:
        closedAtMs === undefined ? undefined : closedAtMs + rate.intervalMinutes * MINUTE_MS,
    };
  }

  private async open(market: ScannedMarket, rules: readonly TradingRules[]): Promise<Outcome> {
    const intent = openingIntent(market, rules, this.settings, this.nowMs);
    if (!intent) {
      const text = 'The smallest quantity that both markets take is worth more than the notional';
      return { action: 'passed', code: 'too-small', text };
    }
    const traded = await this.parts.trader.open(intent, this.settings);
    this.note(traded);
    return traded.failure === undefined
      ? { action: 'opened', code: 'opened', text: intent.openReason }
      : { action: 'passed', code: 'leg-failed', text: traded.failure };
  }

  private async room(): Promise<DeskRoom> {
    const { cashUsdt } = await storedDesk(this.parts.reads);
    const open = await this.parts.reads.openPositions();
    return {
      nowMs: this.nowMs,
      closedBecause: await this.closedBecause(),
      exposureUsdt: open.reduce((total, one) => total + Number(positionNotional(one)), 0),
      cashUsdt: Number(cashUsdt),
    };
  }

  private async closedBecause(): Promise<Reason | undefined> {
    const { mode, modeReason } = await storedDesk(this.parts.reads);
    if (mode !== 'running') return { code: mode, text: modeReason ?? 'The desk is paused' };
    return this.parts.halted.aborted ? STOPPED : undefined;
  }

  private note({ position, failure }: Traded): void {
    if (failure !== undefined) this.warnings.push(`${position.symbol}: ${failure}`);
  }
}

const STOPPED: Reason = { code: 'emergency-stop', text: 'Emergency stop' };

function byNetYield(a: ScannedMarket, b: ScannedMarket): number {
  return b.outlook.netYield - a.outlook.netYield || (a.rate.symbol < b.rate.symbol ? -1 : 1);
}

function holding(market: ScannedMarket | undefined): string {
  return market
    ? `The net yield is ${percent(market.outlook.netYield)} a year; no reason to close`
    : 'No reason to close';
}
