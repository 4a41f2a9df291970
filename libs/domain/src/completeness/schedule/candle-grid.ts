import type { Candle } from '../../candle.js';
import type { Hole } from '../judge/hole.js';
import { ceilTo, durationMs, type TimeWindow } from '../../time-window.js';

/** How many candles are due in a window: every step of the grid that opens in it. */
export function candlesDue(window: TimeWindow, stepMs: number): number {
  const fromMs = ceilTo(window.fromMs, stepMs);
  return Math.max(0, Math.ceil((window.toMs - fromMs) / stepMs));
}

/**
 * The stretches of the window in which candles are due and none is there.
 *
 * `candles` are ascending and on the grid (a checked page); those outside the window are passed over.
 */
export function candleHoles(
  candles: readonly Pick<Candle, 'openAtMs'>[],
  window: TimeWindow,
  stepMs: number,
): Hole[] {
  const holes: Hole[] = [];
  let dueAtMs = ceilTo(window.fromMs, stepMs);
  const endHole = (toMs: number) => {
    const hole = { fromMs: dueAtMs, toMs };
    if (durationMs(hole) > 0) holes.push({ ...hole, rowsExpected: candlesDue(hole, stepMs) });
  };
  for (const { openAtMs } of candles) {
    if (openAtMs < dueAtMs || openAtMs >= window.toMs) continue;
    endHole(openAtMs);
    dueAtMs = openAtMs + stepMs;
  }
  endHole(window.toMs);
  return holes;
}
