import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSettlementPage } from './check-settlement-page.js';
import { DataIntegrityError } from './errors.js';
import { snapToMinute, type Settlement } from './settlement.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time-window.js';

const dayMs = Date.parse('2026-02-19T00:00Z');
const window = { fromMs: dayMs, toMs: dayMs + DAY_MS };
const settledAt = (observedAtMs: number, rate = '0.0001'): Settlement => ({
  settledAtMs: snapToMinute(observedAtMs),
  observedAtMs,
  rate,
});
const check = (...rows: Settlement[]) => checkSettlementPage(rows, window);

describe('a settlement page', () => {
  it('is believed in ascending order, in whatever order it came, jitter and all', () => {
    const sorted = Array.from({ length: 24 }, (_, hour) => settledAt(dayMs + hour * HOUR_MS + 17));
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted), (rows) => {
        const times = rows.map((row) => row.settledAtMs).sort((a, b) => a - b);
        expect(check(...rows).map((row) => row.settledAtMs)).toEqual(times);
      }),
    );
  });

  it('may hold a settlement that is due at the first instant of the window and stamped before it', () => {
    expect(check(settledAt(dayMs - 3))).toHaveLength(1);
  });

  it('may hold a rate of 0 and rates below it', () => {
    expect(check(settledAt(dayMs, '0'), settledAt(dayMs + HOUR_MS, '-0.0075'))).toHaveLength(2);
  });

  it.each<[string, Settlement]>([
    ['before the window', settledAt(dayMs - HOUR_MS)],
    ['at the open end of the window', settledAt(dayMs + DAY_MS)],
    ['seconds away from every minute', settledAt(dayMs + HOUR_MS + 5_001)],
    ['at no time', settledAt(NaN)],
    ['whose key is not its snapped stamp', { ...settledAt(dayMs), settledAtMs: dayMs + MINUTE_MS }],
    ['whose rate is empty', settledAt(dayMs, '')],
    ['whose rate is no number', settledAt(dayMs, 'abc')],
    ['whose rate is not written canonically', settledAt(dayMs, '0.00010000')],
    ['whose rate has an exponent', settledAt(dayMs, '1e-4')],
  ])('is refused whole for one row %s', (_, wrong) => {
    const good = settledAt(dayMs + 8 * HOUR_MS);
    expect(() => check(good, wrong)).toThrow(DataIntegrityError);
  });

  it('is refused for two rows of one minute, whose stamps differ by jitter only', () => {
    expect(() => check(settledAt(dayMs), settledAt(dayMs + 17))).toThrow(DataIntegrityError);
  });
});
