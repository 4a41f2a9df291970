import { MINUTE_MS, floorTo } from '../clock/durations.js';
import type { RecordedCandle, RecordedSettlement } from '../recording/recorded-rows.js';
import type { ShiftedRecording } from '../recording/shifted-recording.js';
import { candleAt } from './prices/candle-at.js';
import { hourAt, hoursBetween } from './hours-between.js';
import { marketDay, type MarketDay } from './market-day.js';
import { OpenCandle } from './prices/open-candle.js';
import { syntheticBook, type BookSides } from './prices/synthetic-book.js';
import { firstAtOrAfter } from './row-search.js';
import { NO_SCENARIO, type Scenario } from './scenario.js';
import { layScenario, type ScenarioRows } from './scenario-rows.js';
import { smallestSteps, type SmallestSteps } from './prices/smallest-steps.js';

const stampOf = (row: RecordedSettlement) => row.stampMs;

/** One market on the replay's time line. Whatever the question, nothing newer than `nowMs` is answered. */
export class ReplayMarket {
  readonly steps: SmallestSteps;
  private rows: ScenarioRows;
  private readonly openCandle = new OpenCandle();
  private readonly openMark = new OpenCandle();
  private readonly openPremium = new OpenCandle();
  private readonly openRecorded = new OpenCandle();

  constructor(
    readonly recording: ShiftedRecording,
    private readonly settlementLagMs: number,
  ) {
    this.steps = smallestSteps(recording.candles);
    this.rows = layScenario(recording, NO_SCENARIO);
  }

  get symbol(): string {
    return this.recording.spec.nativeId;
  }

  /** When the recording begins: to the reader, the market was listed then. */
  get launchedAtMs(): number {
    return this.recording.fromMs;
  }

  /** Delisting or delivery; undefined for a perpetual that goes on. */
  get endsAtMs(): number | undefined {
    return this.rows.delistedAtMs;
  }

  playScenario(scenario: Scenario): void {
    this.rows = layScenario(this.recording, scenario);
  }

  isLaunched(nowMs: number): boolean {
    return this.launchedAtMs <= nowMs;
  }

  hasEnded(nowMs: number): boolean {
    return this.endsAtMs !== undefined && this.endsAtMs <= nowMs;
  }

  /** Candles that open in [fromMs, toMs], both included, ascending; the open one as it is at this request. */
  candles(fromMs: number, toMs: number, nowMs: number): RecordedCandle[] {
    return hoursBetween(this.rows.candles, this.openCandle, { fromMs, toMs }, nowMs);
  }

  /** The same of its mark price; where that was not recorded the traded prices stand in. A mark has no volume. */
  markCandles(fromMs: number, toMs: number, nowMs: number): RecordedCandle[] {
    const { marks } = this.recording;
    const hours =
      marks.length > 0
        ? hoursBetween(marks, this.openMark, { fromMs, toMs }, nowMs)
        : this.candles(fromMs, toMs, nowMs);
    return hours.map((hour) => ({ ...hour, volume: '0' }));
  }

  get isPremiumRecorded(): boolean {
    return this.recording.premiums.length > 0;
  }

  /** Minutes of its premium index; nothing stands in for what was not recorded. */
  premiumCandles(fromMs: number, toMs: number, nowMs: number): RecordedCandle[] {
    const { premiums } = this.recording;
    return hoursBetween(premiums, this.openPremium, { fromMs, toMs }, nowMs, MINUTE_MS);
  }

  /** The recorded mark price; undefined where it was not recorded. */
  markPrice(nowMs: number): string | undefined {
    const hour = hourAt(this.recording.marks, nowMs);
    return hour && candleAt(hour, nowMs).close;
  }

  /** The last day as the tickers have it: the same however often it is asked for. */
  day(nowMs: number): MarketDay | undefined {
    return marketDay(this.rows.candles, this.steps, this.recording.toMs, nowMs);
  }

  /** Synthetic; `levels` of each side, all when left out. Undefined before the first row and after the end. */
  book(nowMs: number, levels?: number): BookSides | undefined {
    const day = this.isLaunched(nowMs) && !this.hasEnded(nowMs) ? this.day(nowMs) : undefined;
    const { symbol, steps } = this;
    const { priceDecimals, volumeDecimals: quantityDecimals } = steps;
    return day && syntheticBook({ symbol, priceDecimals, quantityDecimals, day }, nowMs, levels);
  }

  /** Recorded hours that open in [fromMs, toMs], as they are played, whatever a scenario does to this market. */
  recordedHours(fromMs: number, toMs: number, nowMs: number): RecordedCandle[] {
    return hoursBetween(this.recording.candles, this.openRecorded, { fromMs, toMs }, nowMs);
  }

  /** The same as recorded, whatever a scenario does to this market. */
  recordedDay(nowMs: number): MarketDay | undefined {
    return marketDay(this.recording.candles, this.steps, this.recording.toMs, nowMs);
  }

  /** Settlements whose raw stamp lies in [fromMs, toMs], both included, ascending, once they have appeared. */
  settlements(fromMs: number, toMs: number, nowMs: number): RecordedSettlement[] {
    const { settlements } = this.rows;
    const visibleToMs = Math.min(toMs, nowMs - this.settlementLagMs);
    return settlements.slice(
      firstAtOrAfter(settlements, stampOf, fromMs),
      firstAtOrAfter(settlements, stampOf, visibleToMs + 1),
    );
  }

  /** The recorded settlements around now, whether or not they have appeared: what the tickers announce. */
  settlementsAround(nowMs: number): SettlementsAround {
    const { settlements } = this.recording;
    const next = firstAtOrAfter(settlements, (row) => floorTo(row.stampMs, MINUTE_MS), nowMs + 1);
    return {
      before: settlements.slice(Math.max(0, next - 2), next),
      after: settlements.slice(next, next + 2),
    };
  }
}

/** The last two settlements before an instant and the next two after it, each ascending. */
export interface SettlementsAround {
  readonly before: readonly RecordedSettlement[];
  readonly after: readonly RecordedSettlement[];
}
