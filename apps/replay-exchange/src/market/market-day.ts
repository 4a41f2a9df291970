import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';
import { candleAt } from './prices/candle-at.js';
import { firstAtOrAfter } from './row-search.js';
import type { SmallestSteps } from './prices/smallest-steps.js';
import { turnoverOf } from './prices/turnover.js';

/**
 * What a ticker says of the last 24 hours, the open one as it stands now. Prices are whole numbers of the
 * market's smallest price step.
 */
export interface MarketDay {
  readonly lastUnits: number;
  readonly hourAgoUnits: number;
  readonly dayAgoUnits: number;
  readonly highUnits: number;
  readonly lowUnits: number;
  readonly volume: number;
  readonly turnover: number;
}

/**
 * The day up to an instant: a function of the rows and the instant alone. Undefined before the first row.
 * Once the rows are used up at `endMs`, their last day goes on being answered.
 */
export function marketDay(
  candles: readonly RecordedCandle[],
  { priceDecimals }: Pick<SmallestSteps, 'priceDecimals'>,
  endMs: number,
  nowMs: number,
): MarketDay | undefined {
  const toMs = Math.min(nowMs, endMs - HOUR_MS);
  const opening = (row: RecordedCandle) => row.openAtMs;
  const rows = candles
    .slice(
      firstAtOrAfter(candles, opening, toMs - DAY_MS),
      firstAtOrAfter(candles, opening, toMs + 1),
    )
    .map((row) => candleAt(row, nowMs));
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return undefined;
  const units = (text: string) => Math.round(Number(text) * 10 ** priceDecimals);
  return {
    lastUnits: units(last.close),
    hourAgoUnits: units(last.open),
    dayAgoUnits: units(first.open),
    highUnits: Math.max(...rows.map((row) => units(row.high))),
    lowUnits: Math.min(...rows.map((row) => units(row.low))),
    volume: sum(rows.map((row) => Number(row.volume))),
    turnover: sum(rows.map((row) => Number(turnoverOf(row)))),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
