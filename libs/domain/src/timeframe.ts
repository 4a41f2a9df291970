import { DAY_MS, HOUR_MS, MINUTE_MS } from './time-window.js';

/** Candle lengths whose grid starts at the epoch, so that every exchange cuts them alike. */
export const TIMEFRAMES = ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d'] as const;

export type Timeframe = (typeof TIMEFRAMES)[number];

const STEP_MS: Readonly<Record<Timeframe, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
};

export function timeframeMs(timeframe: Timeframe): number {
  return STEP_MS[timeframe];
}
