import type { SpotSpec } from '../recording/spot-manifest.js';
import { impliedBasis } from './prices/basis.js';
import { fromUnits, toUnits } from './prices/decimal-units.js';
import { fundingOutlook } from './funding-outlook.js';
import { hoursBetween } from './hours-between.js';
import { marketDay, type MarketDay } from './market-day.js';
import { OpenCandle } from './prices/open-candle.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';
import type { ReplayMarket } from './replay-market.js';
import { smallestSteps } from './prices/smallest-steps.js';
import { syntheticBook, type BookSides } from './prices/synthetic-book.js';

/** How much of the perpetual's volume is traded on spot: about what it is on the large exchanges. */
const VOLUME_SHARE = 0.2;

/** How much finer a coin can be bought outright than through the perpetual, in digits. */
const FINER_DIGITS = 3;

/**
 * A spot market beside a perpetual: as it was recorded, or derived from the perpetual of its coin where it was not. A
 * derived price is the perpetual's without the basis, its volume a share of the perpetual's; a function of the recording
 * and the instant. It goes on when the perpetual is delisted.
 */
export class SpotMarket {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** By a scenario: it is listed no more as trading. */
  isHalted = false;
  private readonly recorded: readonly RecordedCandle[] | undefined;
  private readonly openCandle = new OpenCandle();

  constructor(
    readonly spec: SpotSpec,
    readonly perpetual: ReplayMarket,
  ) {
    this.recorded = perpetual.recording.spots.get(spec.nativeId);
    const { priceDecimals, volumeDecimals } = this.recorded
      ? smallestSteps(this.recorded)
      : derivedSteps(perpetual, spec);
    this.priceDecimals = priceDecimals;
    this.quantityDecimals = volumeDecimals;
  }

  get symbol(): string {
    return this.spec.nativeId;
  }

  get isDerived(): boolean {
    return this.recorded === undefined;
  }

  trades(nowMs: number): boolean {
    return !this.isHalted && this.perpetual.isLaunched(nowMs);
  }

  /** Hours that open in [fromMs, toMs], both included, ascending; the open one as it is at this request. */
  candles(fromMs: number, toMs: number, nowMs: number): RecordedCandle[] {
    const { recorded, perpetual, openCandle } = this;
    if (recorded) return hoursBetween(recorded, openCandle, { fromMs, toMs }, nowMs);
    return perpetual.recordedHours(fromMs, toMs, nowMs).map((hour) => this.derivedHour(hour));
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
    const { perpetual, recorded } = this;
    if (recorded) {
      const steps = { priceDecimals: this.priceDecimals };
      return marketDay(recorded, steps, perpetual.recording.toMs, nowMs);
    }
    const day = perpetual.recordedDay(nowMs);
    const spot = this.unitsAt(nowMs);
    return (
      day && {
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

  /** The basis of an hour is what its opening says: one for all of its prices, so that they stay a candle. */
  private derivedHour(hour: RecordedCandle): RecordedCandle {
    const { steps } = this.perpetual;
    const spot = this.unitsAt(hour.openAtMs);
    const price = (text: string) =>
      fromUnits(spot(toUnits(text, steps.priceDecimals)), this.priceDecimals);
    const volume = Number(hour.volume) * this.spec.unitsPerContract * VOLUME_SHARE;
    return {
      openAtMs: hour.openAtMs,
      open: price(hour.open),
      high: price(hour.high),
      low: price(hour.low),
      close: price(hour.close),
      volume: volume.toFixed(this.quantityDecimals),
      turnover: undefined,
    };
  }

  /** The spot price of a perpetual's, both in units of their own steps, with the basis at an instant. */
  private unitsAt(atMs: number): (units: number) => number {
    const dearer = 1 + impliedBasis(fundingOutlook(this.perpetual.settlementsAround(atMs)));
    // A thousandth of the price with three digits more: the units stay.
    return (units) => Math.max(1, Math.round(units / dearer));
  }
}

function derivedSteps({ steps }: ReplayMarket, { unitsPerContract }: SpotSpec) {
  const shifted = Math.round(Math.log10(unitsPerContract));
  return {
    priceDecimals: steps.priceDecimals + shifted,
    volumeDecimals: Math.max(0, steps.volumeDecimals + FINER_DIGITS - shifted),
  };
}
