import { ceilTo, floorTo, HOUR_MS, MINUTE_MS } from './time-window.js';

/**
 * One settled funding payment: history, never a prediction.
 *
 * `settledAtMs`: the key, the whole hour that `settlementHour` makes of the raw stamp. `stampedAtMs`: the raw
 * stamp, mostly some milliseconds late. `rate`: fraction of notional as canonical decimal text; positive is
 * paid by longs to shorts, 0 is a real rate.
 */
export interface Settlement {
  readonly settledAtMs: number;
  readonly stampedAtMs: number;
  readonly rate: string;
}

/** A settlement as an exchange wrote it, unjudged: both should be decimal text, `stamp` epoch ms. */
export interface ReportedSettlement {
  readonly stamp: string;
  readonly rate: string;
}

const MOST_EARLY_MS = 10_000;

/** Hyperliquid stamped one settlement 14.8 minutes late, and one 1.8. */
export const MOST_LATE_MS = 30 * MINUTE_MS;

/**
 * The whole hour of a settlement that is stamped at `stampedAtMs` (epoch ms): all exchanges here settle on
 * whole hours. Stamps up to 10 s early or 30 min late belong to one; undefined for any other.
 */
export function settlementHour(stampedAtMs: number): number | undefined {
  const nextMs = ceilTo(stampedAtMs, HOUR_MS);
  if (nextMs - stampedAtMs <= MOST_EARLY_MS) return nextMs;
  const lastMs = floorTo(stampedAtMs, HOUR_MS);
  return stampedAtMs - lastMs <= MOST_LATE_MS ? lastMs : undefined;
}

/**
 * The minute nearest to a raw stamp. Windows of settlements are asked for by it, since they are cut at minutes;
 * the hour that the settlement is kept under can lie before such a window.
 */
export function stampMinute(stampedAtMs: number): number {
  return floorTo(stampedAtMs + MINUTE_MS / 2, MINUTE_MS);
}
