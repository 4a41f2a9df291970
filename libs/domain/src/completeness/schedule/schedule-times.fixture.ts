import { settlementHoles } from './settlement-schedule.js';
import type { Hole } from '../judge/hole.js';
import { HOUR_MS, MINUTE_MS, type TimeWindow } from '../../time-window.js';

/** Nothing was announced, and the listing is unknown. */
export const UNANNOUNCED = { runs: [], listedAtMs: undefined };

export const startMs = Date.parse('2026-02-19T00:00Z');

/** Settlement times with these steps, in hours, between them. */
export function timesOf(stepsHours: readonly number[]): number[] {
  return stepsHours.reduce(
    (times, hours) => [...times, times.at(-1)! + hours * HOUR_MS],
    [startMs],
  );
}

/** The window in which the last settlement is the last one due. */
export function windowOf(times: readonly number[]): TimeWindow {
  return { fromMs: times[0]!, toMs: times.at(-1)! + MINUTE_MS };
}

export function holesOf(stepsHours: readonly number[]): Hole[] {
  const times = timesOf(stepsHours);
  return settlementHoles(times, windowOf(times), UNANNOUNCED);
}

/** The hole that step `i` is, between two settlements and without them. */
export function holeAt(stepsHours: readonly number[], i: number, rowsExpected: number): Hole {
  const times = timesOf(stepsHours);
  return { fromMs: times[i]! + MINUTE_MS, toMs: times[i + 1]!, rowsExpected };
}

export const repeat = (hours: number, count: number) => Array.from({ length: count }, () => hours);
