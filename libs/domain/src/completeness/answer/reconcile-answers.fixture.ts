import type { Candle } from '../../candle.js';
import type { Claim } from './claim.js';
import { reconcile, type Reconciled, type StoredRows } from './reconcile.js';
import { CANDLES } from './row-kind.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

export const confirmMs = 10 * MINUTE_MS;
export const startMs = Date.parse('2026-02-19T00:00Z');
export const nowMs = startMs + 60 * DAY_MS;
export const hour = (n: number) => startMs + n * HOUR_MS;
export const hours = (fromHour: number, toHour: number) => ({
  fromMs: hour(fromHour),
  toMs: hour(toHour),
});
export const candle = (n: number, close = 101.5): Candle => ({
  openAtMs: hour(n),
  open: 100,
  high: 1_000,
  low: 1,
  close,
  volume: 12.25,
});
export const candles = (from: number, to: number, close?: number) =>
  Array.from({ length: to - from }, (_, i) => candle(from + i, close));
export const proven = (
  rows: Candle[],
  more: Partial<StoredRows<Candle>> = {},
): StoredRows<Candle> => ({
  rows,
  coverage: [hours(0, 1_000)],
  gaps: [],
  claims: [],
  ...more,
});

/** What becomes of candles of the hours 0 to 24, or so many, when this is the answer `afterMs` later. */
export function observe(
  stored: StoredRows<Candle>,
  rows: readonly Candle[],
  afterMs = 0,
  toHour = 24,
): Reconciled<Candle> {
  const time = { nowMs: nowMs + afterMs, confirmMs, foundBy: 'scrub' };
  return reconcile(CANDLES, stored, { window: hours(0, toHour), rows }, time);
}
export const NOTHING = {
  added: [],
  revised: [],
  claims: [],
  foundBy: undefined,
  refused: 0,
  unproven: 0,
};

/** The same answer again and again, at these times after the first; what the last of them came to. */
export function observations(
  stored: StoredRows<Candle>,
  rows: readonly Candle[],
  aftersMs: readonly number[],
  toHour = 24,
): Reconciled<Candle> {
  let claims: readonly Claim[] = [];
  let found: Reconciled<Candle> = NOTHING;
  for (const afterMs of aftersMs) {
    found = observe({ ...stored, claims }, rows, afterMs, toHour);
    claims = found.claims;
  }
  return found;
}
