import { HOUR_MS } from '../time-window.js';

/**
 * What a line through rows needs, each row weighed by e^(−age / τ): sums over the rows, times in hours before the last one.
 */
export interface WeightedLine {
  readonly atMs: number;
  readonly weight: number;
  readonly x: number;
  readonly xx: number;
  readonly y: number;
  readonly xy: number;
}

export function lineStep(
  before: WeightedLine | undefined,
  atMs: number,
  y: number,
  tauHours: number,
): WeightedLine {
  if (!before) return { atMs, weight: 1, x: 0, xx: 0, y, xy: 0 };
  const d = (atMs - before.atMs) / HOUR_MS;
  const left = Math.exp(-d / tauHours);
  // All rows are d hours older now: x becomes x − d. The new row is at 0 and adds to the weight and to y alone.
  return {
    atMs,
    weight: left * before.weight + 1,
    x: left * (before.x - d * before.weight),
    xx: left * (before.xx - 2 * d * before.x + d * d * before.weight),
    y: left * before.y + y,
    xy: left * (before.xy - d * before.y),
  };
}

/** The slope of the line, an hour; undefined for a single row. */
export function lineSlope({ weight, x, xx, y, xy }: WeightedLine): number | undefined {
  const spread = weight * xx - x * x;
  return spread > 0 ? (weight * xy - x * y) / spread : undefined;
}
