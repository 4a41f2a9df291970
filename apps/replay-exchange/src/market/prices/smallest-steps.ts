import type { RecordedCandle } from '../../recording/recorded-rows.js';
import { decimalsOf, fromUnits } from './decimal-units.js';

/** The smallest steps of price and volume, as decimals (`'0.10'`) and as digits after the point. */
export interface SmallestSteps {
  readonly price: string;
  readonly priceDecimals: number;
  readonly volume: string;
  readonly volumeDecimals: number;
}

/** How many rows, the newest, are enough to see them. */
const ROWS_ENOUGH = 200;

/** What the recorded decimals show: the instruments' own steps were not recorded. */
export function smallestSteps(candles: readonly RecordedCandle[]): SmallestSteps {
  const rows = candles.slice(-ROWS_ENOUGH);
  const priceDecimals = Math.max(
    0,
    ...rows.flatMap((row) => [row.open, row.high, row.low, row.close].map(decimalsOf)),
  );
  const volumeDecimals = Math.max(0, ...rows.map((row) => decimalsOf(row.volume)));
  return {
    price: fromUnits(1, priceDecimals),
    priceDecimals,
    volume: fromUnits(1, volumeDecimals),
    volumeDecimals,
  };
}
