import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { DAY_MS, HOUR_MS, mergeWindows, MINUTE_MS, within } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import { afterAll, describe, expect, it } from '@jest/globals';
import { planJobs } from '../plan/plan-jobs.js';
import { candleSeries } from '../plan/tracked-series.fixture.js';
import { isScrubKept, type ScrubState } from './scrub-state.js';
import { Scrubber } from './scrubber.js';

const exchange = openExchange({ id: 'bybit', rateBudget: 0.8, requestTimeoutMs: 1_000 });
afterAll(() => exchange.close());

const wanted = { fromMs: 400_000 * HOUR_MS, toMs: 404_000 * HOUR_MS };
const NOW = wanted.toMs + 1;

describe('the scrub', () => {
  it('reads the whole series, in windows cut at other places than the first time', () => {
    const scrubber = new Scrubber(exchange, 1);
    const windows = [];
    let cursorMs: number | undefined;
    for (let turn = 0; turn < 6; turn += 1) {
      const stored = { scrubCursorMs: cursorMs };
      const job = scrubber.next(
        [candleSeries('BTC', wanted, { stored })],
        NOW,
        turn * DAY_MS + DAY_MS,
      );
      if (!job) throw new Error('the scrub stopped early');
      expect(job.purpose).toBe('scrub');
      windows.push(job.window);
      cursorMs = job.window.toMs;
      if (cursorMs === wanted.toMs) break;
    }
    expect(mergeWindows(windows)).toEqual([wanted]);
    const time = { exchangeMs: NOW, localMs: NOW, confirmMs: MINUTE_MS };
    const firstJobs = [...planJobs([candleSeries('BTC', wanted)], exchange, time)];
    const firstCuts = firstJobs.map((job) => job.window.toMs);
    const inner = windows.map((window) => window.toMs).filter((toMs) => toMs !== wanted.toMs);
    expect(inner.filter((toMs) => firstCuts.includes(toMs))).toEqual([]);
  });

  it('spreads its windows over the days it has, and leaves a tenth of them for what comes between', () => {
    const series = [candleSeries('BTC', wanted)];
    const scrubber = new Scrubber(exchange, 7);
    const windows = 5;
    expect(scrubber.paceMs(series)).toBeCloseTo((0.9 * 7 * DAY_MS) / windows, -3);
    expect(scrubber.next(series, NOW, 30 * DAY_MS)).toBeDefined();
    expect(scrubber.next(series, NOW, 30 * DAY_MS + 1_000)).toBeUndefined();
  });

  it('never takes more than a twentieth of the limit', () => {
    const [{ most, windowMs }] = exchange.limits.rates;
    const pace = new Scrubber(exchange, 0.000_001).paceMs([candleSeries('BTC', wanted)]);
    expect(windowMs / pace).toBeLessThanOrEqual(most * 0.05);
  });

  it('takes the series that waited longest, and ends one before it begins another', () => {
    const old = candleSeries('OLD', wanted, { stored: { scrubbedAtMs: 1 } });
    const fresh = candleSeries('NEW', wanted, { stored: { scrubbedAtMs: 2 } });
    const begun = candleSeries('BEGUN', wanted, {
      stored: { scrubbedAtMs: 3, scrubCursorMs: wanted.fromMs + 1 },
    });
    const first = (series: ReturnType<typeof candleSeries>[]) =>
      new Scrubber(exchange, 1).next(series, NOW, DAY_MS * 9)?.symbol;
    expect(first([fresh, old])).toBe('OLD/USDT:USDT');
    expect(first([fresh, old, begun])).toBe('BEGUN/USDT:USDT');
  });

  it('lets the others go on when a window does not come', () => {
    const lost = candleSeries('LOST', wanted, { stored: { id: 1, scrubCursorMs: wanted.fromMs } });
    const next = candleSeries('NEXT', wanted, { stored: { id: 2, scrubbedAtMs: 1 } });
    const scrubber = new Scrubber(exchange, 1);
    const turns = [9, 10].map((day) => scrubber.next([lost, next], NOW, day * DAY_MS)?.symbol);
    expect(turns).toEqual(['LOST/USDT:USDT', 'NEXT/USDT:USDT']);
  });

  it('reads a gap whole, also where it reaches out of the window', () => {
    const gap: Gap = {
      fromMs: wanted.fromMs - HOUR_MS,
      toMs: wanted.fromMs + 900 * HOUR_MS,
      status: 'confirmed-empty',
      rowsExpected: 901,
      observations: 2,
      firstObservedAtMs: 0,
      lastObservedAtMs: 0,
      nextTryAtMs: 0,
      evidence: '',
    };
    const series = [candleSeries('BTC', wanted, { gaps: [gap] })];
    const job = new Scrubber(exchange, 1).next(series, NOW, 9 * DAY_MS);
    expect(job && within(gap, job.window)).toBe(true);
  });

  describe('says how its promise stands', () => {
    const states: ScrubState[] = [];
    const scrubberOf = (days: number) => {
      states.length = 0;
      return new Scrubber(exchange, days, (state) => states.push(state));
    };

    it('that it needs more days than it has', () => {
      const hundred = Array.from({ length: 100 }, (_, i) => candleSeries(`M${i}`, wanted));
      scrubberOf(0.001).watch(hundred, NOW);
      const [{ daysNeeded, overdue }] = states as [ScrubState];
      // Five windows each, one a second.
      expect(daysNeeded * DAY_MS).toBeCloseTo(500_000, -3);
      expect(overdue).toBe(0);
      expect(isScrubKept({ daysNeeded, overdue }, 0.001)).toBe(false);
      expect(isScrubKept({ daysNeeded, overdue }, 7)).toBe(true);
    });

    it('that series were not read in time, one that never was since it was seen first', () => {
      const late = candleSeries('LATE', wanted, {
        stored: { id: 1, scrubbedAtMs: NOW - 8 * DAY_MS },
      });
      const good = candleSeries('GOOD', wanted, {
        stored: { id: 2, scrubbedAtMs: NOW - 6 * DAY_MS },
      });
      const never = candleSeries('NEVER', wanted, { stored: { id: 3 } });
      const scrubber = scrubberOf(7);
      for (const nowMs of [NOW, NOW + 8 * DAY_MS]) scrubber.watch([late, good, never], nowMs);
      expect(states.map(({ overdue }) => overdue)).toEqual([1, 3]);
    });

    it('and reads as fast as it may until it is kept again', () => {
      const at = (scrubbedAtMs: number) => [
        candleSeries('BTC', wanted, { stored: { scrubbedAtMs } }),
      ];
      const scrubber = scrubberOf(7);
      const usualMs = scrubber.paceMs(at(0));
      scrubber.watch(at(NOW - 8 * DAY_MS), NOW);
      expect(scrubber.paceMs(at(0))).toBe(1_000);
      scrubber.watch(at(NOW), NOW);
      expect(scrubber.paceMs(at(0))).toBe(usualMs);
    });
  });

  it('is off at 0 days', () => {
    expect(new Scrubber(exchange, 0).next([candleSeries('BTC', wanted)], NOW, NOW)).toBeUndefined();
  });
});
