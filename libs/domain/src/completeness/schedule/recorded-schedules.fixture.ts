import { HOUR_MS } from '../../time-window.js';

/**
 * Settlement times as two exchanges published them: every recorded market whose interval changed.
 *
 * Provenance: Bybit `/v5/market/funding/history`, 2025-08 to 2026-08 (public repositories Dkotl/trade_bot,
 * ZuShen168/funding_rate_data); Binance `/fapi/v1/fundingRate`, the last 200 settlements up to 2026-03-20
 * (public repository silertrades/gravestone-data). Stamps are snapped to the minute; nothing is left out.
 * Written as runs of equal steps: `[8, 547]` is 547 steps of 8 hours.
 */
export const RECORDED_SCHEDULES = [
  {
    name: 'bybit INJUSDT',
    firstSettledAt: '2025-08-21T08:00Z',
    stepsHours: [
      [8, 547],
      [1, 170],
      [6, 1],
      [8, 525],
    ],
  },
  {
    name: 'bybit TSLAUSDT',
    firstSettledAt: '2026-04-21T12:00Z',
    stepsHours: [
      [4, 1],
      [8, 365],
    ],
  },
  {
    name: 'binance ANIMEUSDT',
    firstSettledAt: '2026-02-22T12:00Z',
    stepsHours: [
      [4, 136],
      [1, 61],
      [3, 1],
      [4, 1],
    ],
  },
  {
    name: 'binance ANKRUSDT',
    firstSettledAt: '2026-01-25T00:00Z',
    stepsHours: [
      [8, 157],
      [1, 42],
    ],
  },
  {
    name: 'binance AZTECUSDT',
    firstSettledAt: '2026-02-23T22:00Z',
    stepsHours: [
      [1, 71],
      [3, 1],
      [4, 127],
    ],
  },
  {
    name: 'binance COSUSDT',
    firstSettledAt: '2026-02-28T08:00Z',
    stepsHours: [
      [4, 49],
      [1, 53],
      [3, 1],
      [4, 23],
      [1, 54],
      [2, 1],
      [4, 18],
    ],
  },
  {
    name: 'binance OGNUSDT',
    firstSettledAt: '2026-02-04T16:00Z',
    stepsHours: [
      [8, 106],
      [1, 60],
      [4, 33],
    ],
  },
  {
    name: 'binance POWERUSDT',
    firstSettledAt: '2026-03-01T11:00Z',
    stepsHours: [
      [1, 115],
      [2, 1],
      [4, 83],
    ],
  },
] as const;

/** Every settlement time of a recorded schedule, ascending, in epoch milliseconds. */
export function settledTimes(recorded: (typeof RECORDED_SCHEDULES)[number]): number[] {
  const times = [Date.parse(recorded.firstSettledAt)];
  for (const [hours, count] of recorded.stepsHours) {
    for (let i = 0; i < count; i += 1) times.push((times.at(-1) ?? 0) + hours * HOUR_MS);
  }
  return times;
}
