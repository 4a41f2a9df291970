import type { SpotSpec } from '../recording/spot-manifest.js';
import { basisOf } from './basis.js';
import { fundingOutlook } from './funding-outlook.js';
import type { MarketDay } from './market-day.js';
import type { ReplayMarket } from './replay-market.js';
import { syntheticBook, type BookSides } from './synthetic-book.js';

/** How much of the perpetual's volume is traded on spot: about what it is on the large exchanges. */
const VOLUME_SHARE = 0.2;

/** How much finer a coin can be bought outright than through the perpetual, in digits. */
const FINER_DIGITS = 3;

/**
 * A spot market, derived from the perpetual of its coin: no spot price was recorded. Its price is the
 * perpetual's without the basis, its volume a share of the perpetual's; a function of the recording and
 * the instant. It goes on when the perpetual is delisted.
 */
export class SpotMarket {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;

  constructor(
    readonly spec: SpotSpec,
    readonly perpetual: ReplayMarket,
  ) {
    const { priceDecimals, volumeDecimals } = perpetual.steps;
    const shifted = Math.round(Math.log10(spec.unitsPerContract));
    this.priceDecimals = priceDecimals + shifted;
    this.quantityDecimals = Math.max(0, volumeDecimals + FINER_DIGITS - shifted);
  }

  get symbol(): string {
    return this.spec.nativeId;
  }

  trades(nowMs: number): boolean {
    return this.perpetual.isLaunched(nowMs);
  }

  /** Synthetic, like the perpetual's, by what is traded here. Undefined before the first row. */
  book(nowMs: number, levels?: number): BookSides | undefined {
    const day = this.trades(nowMs) ? this.day(nowMs) : undefined;
    const { symbol, priceDecimals, quantityDecimals } = this;
    // A name of its own: Bybit calls both markets alike, and their books differ.
    const named = { symbol: `spot ${symbol}`, priceDecimals, quantityDecimals };
    return day && syntheticBook({ ...named, day }, nowMs, levels);
  }

  /** In units of its own price step. Undefined before the first row. */
  day(nowMs: number): MarketDay | undefined {
    const day = this.perpetual.recordedDay(nowMs);
    const dearer = 1 + basisOf(fundingOutlook(this.perpetual.settlementsAround(nowMs)));
    const spot = (units: number) => Math.max(1, Math.round(units / dearer));
    return (
      day && {
        // A thousandth of the price with three digits more: the units stay.
        lastUnits: spot(day.lastUnits),
        hourAgoUnits: spot(day.hourAgoUnits),
        dayAgoUnits: spot(day.dayAgoUnits),
        highUnits: spot(day.highUnits),
        lowUnits: spot(day.lowUnits),
        volume: day.volume * this.spec.unitsPerContract * VOLUME_SHARE,
        turnover: day.turnover * VOLUME_SHARE,
      }
    );
  }
}
