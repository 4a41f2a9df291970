import type { Book } from '../../desk/book/ledger-event.js';
import { heldPerpetuals, LEGS } from '../../desk/book/position-money.js';
import { isHeld } from '../../desk/book/position.js';
import type { EndedMarket } from '../../desk/ends/ended-market.js';
import type { PriceRange } from '../../desk/margin/liquidation.js';
import {
  heldName,
  legName,
  type Observation,
  type SeenMarket,
} from '../../desk/observe/observation.js';
import { asksForSignals } from '../../desk/decide/decision-settings.js';
import type { BacktestInput } from '../backtest-input.js';
import { MarketView } from '../history/market-view.js';
import type { BacktestObserver } from './backtest-stage.js';
import { bookSettled } from './book-settled.js';
import type { ReplayLedger } from './replay-ledger.js';

/** What the desk is given of all markets at an instant that only moves forward. */
export class ReplayObserver implements BacktestObserver {
  private readonly views: ReadonlyMap<string, MarketView>;
  /** Up to when the prices of each leg that is held were checked; by heldName. */
  private readonly watchedToMs = new Map<string, number>();

  constructor({ markets, stepMs, execution, settings }: BacktestInput) {
    const withSignals = asksForSignals(settings);
    this.views = new Map(
      markets.map((one) => [one.symbol, new MarketView(one, stepMs, execution, withSignals)]),
    );
  }

  moveTo(nowMs: number): void {
    for (const view of this.views.values()) view.moveTo(nowMs);
  }

  observe({ positions }: Book, nowMs: number): Observation {
    const markets = new Map<string, SeenMarket>();
    for (const view of this.views.values()) {
      const market = view.seen();
      if (market) markets.set(market.symbol, market);
    }
    const ended = new Map<string, EndedMarket>();
    const ranges = new Map<string, PriceRange>();
    for (const position of positions.values()) {
      if (!isHeld(position)) continue;
      for (const [name, leg] of heldPerpetuals(position)) {
        const view = this.views.get(leg.symbol);
        if (!view) continue;
        const endedAtMs = view.endedAtMs();
        if (endedAtMs !== undefined) {
          ended.set(legName(leg), { endedAtMs, spotPrice: view.spotPrice() });
        }
        const sinceMs = this.watchedToMs.get(heldName(position, name)) ?? leg.lastOpenedAtMs;
        const range = sinceMs === undefined ? undefined : view.range(sinceMs);
        if (range) ranges.set(heldName(position, name), range);
      }
    }
    return { nowMs, stale: undefined, differences: [], markets, ended, ranges };
  }

  /**
   * What was met is checked once, but only once what it did to a margin is booked. `unsettled`: positions of which that
   * failed.
   */
  watched(seen: Observation, { positions }: Book, unsettled: ReadonlySet<number>): void {
    for (const position of positions.values()) {
      if (!isHeld(position) || unsettled.has(position.id)) continue;
      for (const name of LEGS) {
        const range = seen.ranges.get(heldName(position, name));
        if (range) this.watchedToMs.set(heldName(position, name), range.toMs);
      }
    }
  }

  bookFunding(ledger: ReplayLedger, nowMs: number): void {
    bookSettled(ledger, this.views, nowMs);
  }
}
