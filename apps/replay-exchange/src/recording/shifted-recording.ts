import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS, floorTo } from '../clock/durations.js';
import { shiftedDecimal } from '../market/prices/shifted-decimal.js';
import { hourlySettlements } from './hourly-settlements.js';
import type { MarketSpec } from './market-manifest.js';
import type { RecordedCandle, RecordedSettlement } from './recorded-rows.js';
import type { RecordingLibrary } from './recording-library.js';

/** How far beyond the anchor a recording reaches at least, so that a replay can run for a week. */
const LEAST_AHEAD_MS = 7 * DAY_MS;

/** How long ago, at least, the closed market was delisted. */
const LEAST_CLOSED_MS = 28 * DAY_MS;

/**
 * One market's rows as the replay plays them, ascending, on the replay's time line.
 *
 * `fromMs` to `toMs` is the stretch in which candles and funding were both recorded: candles open at or
 * after `fromMs` and close by `toMs`; settlements lie in [fromMs, toMs], the end included.
 * `shiftWeeks`: whole weeks, so that every row keeps its weekday and its hour of day.
 * `marks`: hours of the mark price, `premiums`: minutes of the premium index; empty where it was not recorded. `spots`: hours of its spot markets by their native
 *   ids; those that are absent are derived.
 */
export interface ShiftedRecording extends MarketRows, Stretch {
  readonly spec: MarketSpec;
  readonly shiftWeeks: number;
}

/** All that was recorded of one market, ascending. */
export interface MarketRows {
  readonly candles: readonly RecordedCandle[];
  readonly settlements: readonly RecordedSettlement[];
  readonly marks: readonly RecordedCandle[];
  readonly premiums: readonly RecordedCandle[];
  readonly spots: ReadonlyMap<string, readonly RecordedCandle[]>;
}

/** From an hour to another, in which all that is played was recorded. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Trims a market's recordings to their common stretch and moves it to the anchor. A function of both alone. */
export function shiftRecording(
  spec: MarketSpec,
  library: RecordingLibrary,
  anchorMs: number,
): ShiftedRecording {
  const candles = library.candles(spec.candles).map((row) => split(row, spec.splitDigits ?? 0));
  const settlements = spec.funding && settlementsOf(spec, library.settlements(spec.funding));
  const stretch = commonStretch(candles, settlements);
  const shiftWeeks =
    spec.role === 'closed' ? weeksBefore(stretch.toMs, anchorMs) : weeksTo(stretch.toMs, anchorMs);
  const rows = {
    ...{ candles, settlements: settlements ?? [] },
    ...{ marks: [], premiums: [], spots: new Map() },
  };
  return shifted(spec, rows, stretch, shiftWeeks);
}

/** Where both were recorded. A dated future has no settlements. */
export function commonStretch(
  candles: readonly RecordedCandle[],
  settlements: readonly RecordedSettlement[] | undefined,
): Stretch {
  return {
    fromMs: floorTo(Math.max(candles[0]?.openAtMs ?? 0, settlements?.[0]?.stampMs ?? 0), HOUR_MS),
    toMs: Math.min(
      (candles.at(-1)?.openAtMs ?? 0) + HOUR_MS,
      floorTo(settlements?.at(-1)?.stampMs ?? Infinity, MINUTE_MS),
    ),
  };
}

/** The rows of the stretch, moved. */
export function shifted(
  spec: MarketSpec,
  rows: MarketRows,
  { fromMs, toMs }: Stretch,
  shiftWeeks: number,
): ShiftedRecording {
  const shiftMs = shiftWeeks * WEEK_MS;
  const hours = (candles: readonly RecordedCandle[], stepMs = HOUR_MS) =>
    candles
      .filter((row) => row.openAtMs >= fromMs && row.openAtMs + stepMs <= toMs)
      .map((row) => ({ ...row, openAtMs: row.openAtMs + shiftMs }));
  return {
    spec,
    shiftWeeks,
    fromMs: fromMs + shiftMs,
    toMs: toMs + shiftMs,
    candles: hours(rows.candles),
    settlements: rows.settlements
      .filter((row) => row.stampMs >= fromMs && floorTo(row.stampMs, MINUTE_MS) <= toMs)
      .map((row) => ({ ...row, stampMs: row.stampMs + shiftMs })),
    marks: hours(rows.marks),
    premiums: hours(rows.premiums, MINUTE_MS),
    spots: new Map([...rows.spots].map(([nativeId, candles]) => [nativeId, hours(candles)])),
  };
}

/** The hour of one coin, where it was recorded for 10^digits of them. */
function split(row: RecordedCandle, digits: number): RecordedCandle {
  if (digits === 0) return row;
  const price = (text: string) => shiftedDecimal(text, -digits);
  return {
    ...row,
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
    volume: shiftedDecimal(row.volume, digits),
  };
}

function settlementsOf(
  { isSettledHourly, nativeId }: MarketSpec,
  recorded: readonly RecordedSettlement[],
): readonly RecordedSettlement[] {
  return isSettledHourly === true ? hourlySettlements(recorded, nativeId) : recorded;
}

/** The fewest whole weeks that carry the end at least seven days beyond the anchor. */
export function weeksTo(endMs: number, anchorMs: number): number {
  return Math.ceil((anchorMs + LEAST_AHEAD_MS - endMs) / WEEK_MS);
}

/** The most whole weeks that leave the end at least 28 days before the anchor. */
function weeksBefore(endMs: number, anchorMs: number): number {
  return Math.floor((anchorMs - LEAST_CLOSED_MS - endMs) / WEEK_MS);
}
