import { candleHoles } from '../schedule/candle-grid.js';
import type { Gap, GapStatus } from '../judge/gap.js';
import { CANDLE_GRACE_MS } from '../schedule/grace.js';
import { type Absent, type ProofInput } from './proof.js';
import { DAY_MS, HOUR_MS, totalMs, type TimeWindow } from '../../time-window.js';

export const startMs = Date.parse('2026-02-19T00:00Z');
export const hour = (n: number) => startMs + n * HOUR_MS;
export const hours = (from: number, to: number): TimeWindow => ({
  fromMs: hour(from),
  toMs: hour(to),
});
export const gapOf = (status: GapStatus, of: TimeWindow, more: Partial<Gap> = {}): Gap => ({
  ...of,
  status,
  rowsExpected: Math.ceil(totalMs([of]) / HOUR_MS),
  observations: status === 'missing' ? 1 : 2,
  firstObservedAtMs: 0,
  lastObservedAtMs: HOUR_MS,
  nextTryAtMs: 2 * HOUR_MS,
  evidence: '',
  ...more,
});

/** Hourly candles: which hours hold one, and what is known beside them. */
export function candlesOf(
  wanted: TimeWindow,
  present: readonly number[],
  more: Partial<ProofInput> = {},
): ProofInput {
  const rows = present.map((at) => ({
    openAtMs: hour(at),
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
  }));
  return {
    wanted,
    absent: candleHoles(rows, wanted, HOUR_MS).map((hole): Absent => ({
      ...hole,
      stepMs: HOUR_MS,
    })),
    coverage: [wanted],
    gaps: [],
    touched: [],
    firstRowAtMs: rows[0]?.openAtMs,
    lastRowAtMs: rows.at(-1)?.openAtMs,
    nowMs: wanted.toMs + DAY_MS,
    graceMs: CANDLE_GRACE_MS,
    dueAfterMs: HOUR_MS,
    ...more,
  };
}
export const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);
export const day = hours(0, 24);
export const none = { missing: 0, 'confirmed-empty': 0, 'before-listing': 0, 'after-delisting': 0 };
