import { HOUR_MS } from '../time-window.js';
import type { PriceRow } from './signal-row.js';

const TAU_HOURS = 168;

/** Fewer candles say nothing of what is usual. */
const LEAST_ROWS = 48;

/** The basis of both legs, its rows weighed by e^(−age / 168 h): sums. */
export interface BasisSignal {
  readonly atMs: number;
  readonly basis: number;
  readonly rows: number;
  readonly weight: number;
  readonly sum: number;
  readonly squares: number;
  readonly pairs: BasisPairs;
}

/** Each basis with the one before it. `hours` between them, `moves`: squares of the changes. */
interface BasisPairs {
  readonly weight: number;
  readonly hours: number;
  readonly moves: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
}

const NO_PAIRS: BasisPairs = { weight: 0, hours: 0, moves: 0, x: 0, y: 0, xx: 0, xy: 0 };

/** Nothing moves by a candle of which one leg has no price. */
export function basisStep(before: BasisSignal | undefined, row: PriceRow): BasisSignal | undefined {
  if (row.long === undefined) return before;
  const basis = (row.short - row.long) / row.long;
  const atMs = row.closedAtMs;
  if (!before) {
    return { atMs, basis, rows: 1, weight: 1, sum: basis, squares: basis ** 2, pairs: NO_PAIRS };
  }
  const hours = (atMs - before.atMs) / HOUR_MS;
  const left = Math.exp(-hours / TAU_HOURS);
  const { pairs } = before;
  const x = before.basis;
  return {
    atMs,
    basis,
    rows: before.rows + 1,
    weight: left * before.weight + 1,
    sum: left * before.sum + basis,
    squares: left * before.squares + basis ** 2,
    pairs: {
      weight: left * pairs.weight + 1,
      hours: left * pairs.hours + hours,
      moves: left * pairs.moves + (basis - x) ** 2,
      x: left * pairs.x + x,
      y: left * pairs.y + basis,
      xx: left * pairs.xx + x ** 2,
      xy: left * pairs.xy + x * basis,
    },
  };
}

/**
 * By how many standard deviations the basis is above its mean; positive: the short leg is dearer than usual, so that who
 * opens now gains by its return. Undefined for fewer than two days of candles, and where it never moved.
 */
export function basisScoreOf({ basis, rows, weight, sum, squares }: BasisSignal) {
  const mean = sum / weight;
  const variance = squares / weight - mean ** 2;
  if (rows < LEAST_ROWS || !(variance > 1e-18)) return undefined;
  return (basis - mean) / Math.sqrt(variance);
}

/**
 * Hours until half of a deviation of the basis from its mean is gone: d · ln 0.5 / ln φ, φ the slope of a line through each
 * basis and the one before it, d the mean hours between them. 0 where it is gone at once (φ ≤ 0), Infinity where it stays.
 */
export function basisHalfLifeOf({ rows, pairs }: BasisSignal): number | undefined {
  const { weight, hours, x, y, xx, xy } = pairs;
  const spread = weight * xx - x * x;
  if (rows < LEAST_ROWS || !(spread > 1e-18)) return undefined;
  const phi = (weight * xy - x * y) / spread;
  if (phi <= 0) return 0;
  return phi >= 1 ? Infinity : ((hours / weight) * Math.log(0.5)) / Math.log(phi);
}

/** The deviation of the basis in one hour, by its changes: fraction of a price, ≥ 0. */
export function basisVolatilityOf({ rows, pairs }: BasisSignal): number | undefined {
  return rows < LEAST_ROWS ? undefined : Math.sqrt(pairs.moves / pairs.hours);
}
