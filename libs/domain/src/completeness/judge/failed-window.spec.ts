import { describe, expect, it } from '@jest/globals';
import { failedWindow, putOff } from './failed-window.js';
import type { Gap } from './gap.js';
import { observeHole } from './observe-hole.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const nowMs = Date.parse('2026-02-19T17:00Z');
const window = { fromMs: nowMs - 5 * HOUR_MS, toMs: nowMs - HOUR_MS };
const waits = { firstMs: 30_000, longestMs: DAY_MS };
const fail = (known: readonly Gap[], atMs: number) =>
  failedWindow(known, window, 4, 'time-out', atMs, waits);

describe('a window that could not be had', () => {
  it('is missing, never observed, and asked for again after the first wait', () => {
    expect(fail([], nowMs)).toEqual({
      ...window,
      status: 'missing',
      rowsExpected: 4,
      observations: 0,
      firstObservedAtMs: nowMs,
      lastObservedAtMs: nowMs,
      nextTryAtMs: nowMs + waits.firstMs,
      evidence: 'time-out',
    });
  });

  it('waits twice as long after every failure, up to the longest wait', () => {
    const waited: number[] = [];
    let gap = fail([], nowMs);
    for (let i = 0; i < 15; i += 1) {
      waited.push(gap.nextTryAtMs - gap.lastObservedAtMs);
      gap = fail([gap], gap.nextTryAtMs);
    }
    expect(waited.slice(0, 4)).toEqual([30_000, 60_000, 120_000, 240_000]);
    expect(waited.at(-1)).toBe(DAY_MS);
    expect(gap).toMatchObject({ observations: 0, firstObservedAtMs: nowMs });
  });

  it('waits no longer than it may, so that one that is wanted soon is asked for soon', () => {
    const soon = { firstMs: 30_000, longestMs: 45_000 };
    const first = failedWindow([], window, 4, 'HTTP 500', nowMs, soon);
    const second = failedWindow([first], window, 4, 'HTTP 500', nowMs + MINUTE_MS, soon);
    expect(second.nextTryAtMs).toBe(nowMs + MINUTE_MS + 45_000);
  });

  it('is a window of its own next to one that failed before: it was not tried yet', () => {
    const failed = fail([], nowMs);
    const wider = { ...window, toMs: window.toMs + HOUR_MS };
    expect(failedWindow([failed], wider, 5, 'time-out', nowMs + HOUR_MS, waits)).toMatchObject({
      ...wider,
      firstObservedAtMs: nowMs + HOUR_MS,
      nextTryAtMs: nowMs + HOUR_MS + waits.firstMs,
    });
  });

  it('puts a recheck off, and its verdict goes on to the longer waits when it is had', () => {
    const seen = {
      hole: { ...window, rowsExpected: 4 },
      dataBefore: true,
      dataAfter: true,
      isWitness: true,
      atListing: false,
      atDelisting: false,
      evidence: 'empty',
    };
    const observe = (before: Gap | undefined, atMs: number) =>
      observeHole(before, seen, atMs, 10 * MINUTE_MS);
    const confirmed = observe(observe(undefined, nowMs), nowMs + 10 * MINUTE_MS);
    const dueAtMs = confirmed.nextTryAtMs;
    const later = putOff(putOff(confirmed, dueAtMs, 10 * MINUTE_MS), dueAtMs, 20 * MINUTE_MS);
    expect(later).toEqual({ ...confirmed, nextTryAtMs: dueAtMs + 20 * MINUTE_MS });
    expect(observe(later, later.nextTryAtMs).nextTryAtMs).toBe(later.nextTryAtMs + DAY_MS);
  });

  it('keeps the observations that were had before it failed', () => {
    const hole = { ...window, rowsExpected: 4 };
    const around = {
      dataBefore: true,
      dataAfter: true,
      isWitness: true,
      atListing: false,
      atDelisting: false,
    };
    const seen = { hole, ...around, evidence: 'empty' };
    const observed = observeHole(undefined, seen, nowMs, 10 * MINUTE_MS);
    expect(fail([observed], nowMs + HOUR_MS)).toMatchObject({
      status: 'missing',
      observations: 1,
      firstObservedAtMs: nowMs,
    });
    // A failure is no observation: what comes after it counts from the observation before.
    expect(fail([observed], nowMs + HOUR_MS).lastObservedAtMs).toBe(nowMs);
    const confirmed = observeHole(observed, seen, nowMs + HOUR_MS, 10 * MINUTE_MS);
    expect(fail([confirmed], nowMs + DAY_MS)).toMatchObject({
      status: 'confirmed-empty',
      observations: 2,
    });
  });
});
