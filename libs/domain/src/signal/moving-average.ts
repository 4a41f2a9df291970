import { HOUR_MS } from '../time-window.js';

/** An exponential moving average at its last row. */
export interface MovingAverage {
  readonly atMs: number;
  readonly value: number;
}

/**
 * The average after another row: before + α · (value − before), α = 1 − e^(−d / τ), d the hours since the row before. On
 * irregular steps it is what it would be on regular ones: two rows of 4 h move it as far as one of 8 h. It begins at its
 * first row.
 *
 * `tauHours`: after so many hours 1/e of what was is left, > 0.
 */
export function averageStep(
  before: MovingAverage | undefined,
  atMs: number,
  value: number,
  tauHours: number,
): MovingAverage {
  if (!before) return { atMs, value };
  const alpha = -Math.expm1(-(atMs - before.atMs) / HOUR_MS / tauHours);
  return { atMs, value: before.value + alpha * (value - before.value) };
}
