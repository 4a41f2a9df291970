import type { Book } from '../../desk/book/ledger-event.js';
import { asksForSignals } from '../../desk/decide/decision-settings.js';
import { carryPair } from '../../desk/observe/carry-pair.js';
import { HISTORY_SHORT } from '../../desk/observe/funding-persistence.js';
import type { Observation, SeenMarket } from '../../desk/observe/observation.js';
import type { BacktestInput } from '../backtest-input.js';
import { MarketView } from '../history/market-view.js';
import type { BacktestObserver } from '../replay/backtest-stage.js';
import { bookSettled } from '../replay/book-settled.js';
import type { ReplayLedger } from '../replay/replay-ledger.js';
import type { DeskRecording, RecordedCycle, RecordedQuote } from './desk-recording.js';
import { asItWasKnown, type KnownWhen } from './settlements-as-known.js';

/**
 * What a recorded desk was given, joined with what the proven rows say of each market: quotes from the recording;
 * settlements, how long a carry lasts and signals from the rows, as far as they were known then.
 */
export class RecordedObserver implements BacktestObserver {
  private readonly views: ReadonlyMap<string, MarketView>;
  /** The same markets as they were known when funding was booked, a moment before they were observed. */
  private readonly booking: ReadonlyMap<string, MarketView>;
  private readonly byTime: ReadonlyMap<number, RecordedCycle>;

  constructor(
    { markets, stepMs, execution }: BacktestInput,
    private readonly recording: DeskRecording,
  ) {
    const { cycles } = recording;
    const withSignals = cycles.some(({ settings }) => asksForSignals(settings));
    // When a settlement was known is recorded, so nothing is added to it.
    const model = { ...execution, settlementDelayMs: 0 };
    const viewsOf = (when: KnownWhen) =>
      new Map(
        markets.map((one) => {
          const known = asItWasKnown(one, recording, when);
          return [one.symbol, new MarketView(known, stepMs, model, withSignals)];
        }),
      );
    this.views = viewsOf('observing');
    this.booking = viewsOf('booking');
    this.byTime = new Map(cycles.map((one) => [one.nowMs, one]));
  }

  moveTo(nowMs: number): void {
    for (const views of [this.booking, this.views]) {
      for (const view of views.values()) view.moveTo(nowMs);
    }
  }

  /** Errors: RangeError at an instant at which no cycle was recorded. */
  observe(_book: Book, nowMs: number): Observation {
    const cycle = this.byTime.get(nowMs);
    if (!cycle) throw new RangeError('No cycle was recorded then');
    const { stale, ended, ranges, settings, quotes } = cycle;
    const withSignals = asksForSignals(settings);
    const markets = new Map(
      quotes.map((quote) => {
        const market = this.seen(quote, withSignals);
        return [market.symbol, market];
      }),
    );
    return { nowMs, stale, differences: [], markets, ended, ranges };
  }

  /** The recorded desk observed by itself. */
  watched(): void {
    return;
  }

  bookFunding(ledger: ReplayLedger, nowMs: number): void {
    bookSettled(ledger, this.booking, nowMs);
  }

  private seen(quote: RecordedQuote, withSignals: boolean): SeenMarket {
    const { symbol, nativeId, markPrice, lastPrice, predicted, spot } = quote;
    const rows = this.views.get(symbol)?.seen();
    const persistence = rows?.legs.short.funding?.persistence;
    const signals = withSignals ? rows?.signals : undefined;
    const unproven = quote.unproven?.code === HISTORY_SHORT.code ? undefined : quote.unproven;
    return carryPair(
      this.recording.venue,
      {
        ...{ symbol, nativeId, markPrice, lastPrice },
        funding: { predicted, persistence, slowCarry: signals?.slowCarry },
      },
      spot,
      {
        turnoverUsdt24h: quote.turnoverUsdt24h,
        unproven: unproven ?? (persistence ? undefined : HISTORY_SHORT),
        endsAtMs: quote.endsAtMs,
        lots: quote.lots,
        signals,
      },
    );
  }
}
