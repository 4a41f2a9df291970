import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSettlementPage } from './check-settlement-page.js';
import { DataIntegrityError } from './errors.js';
import type { ReportedSettlement } from './settlement.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time-window.js';

const dayMs = Date.parse('2026-02-19T00:00Z');
const window = { fromMs: dayMs, toMs: dayMs + DAY_MS };
const received = (atMs: number | string, rate = '0.00010000'): ReportedSettlement => ({
  stamp: String(atMs),
  rate,
});
const check = (...rows: ReportedSettlement[]) => checkSettlementPage(rows, window);
const hours = (count: number) =>
  Array.from({ length: count }, (_, hour) => received(dayMs + hour * HOUR_MS + 17));

describe('a settlement page', () => {
  it('is believed in ascending order, in whatever order it came, jitter and all', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(hours(24)), (rows) => {
        const times = rows.map(({ stamp }) => Number(stamp) - 17).sort((a, b) => a - b);
        expect(check(...rows).rows.map((row) => row.settledAtMs)).toEqual(times);
      }),
    );
  });

  it('gives rates in one way to write them, and the raw stamp beside the hour', () => {
    expect(check(received(dayMs + 17), received(dayMs + HOUR_MS, '-0.00750'))).toEqual({
      rows: [
        { settledAtMs: dayMs, stampedAtMs: dayMs + 17, rate: '0.0001' },
        { settledAtMs: dayMs + HOUR_MS, stampedAtMs: dayMs + HOUR_MS, rate: '-0.0075' },
      ],
      setAside: [],
      received: 2,
    });
  });

  it('may hold a settlement that is due at the first instant of the window and stamped before it', () => {
    expect(check(received(dayMs - 3)).rows).toMatchObject([{ settledAtMs: dayMs }]);
  });

  it('is asked for by the stamp: the hour of a late one can lie before the window', () => {
    const tail = { fromMs: dayMs + 10 * MINUTE_MS, toMs: dayMs + HOUR_MS };
    const late = received(dayMs + 888_000);
    expect(checkSettlementPage([late], tail).rows).toMatchObject([{ settledAtMs: dayMs }]);
    expect(() => checkSettlementPage([received(dayMs)], tail)).toThrow(DataIntegrityError);
  });

  it.each([7_000, 108_000, 888_000, -9_999])('keeps a row that is %i ms late', (offMs) => {
    const rows = [received(dayMs + 8 * HOUR_MS + offMs), received(dayMs + 16 * HOUR_MS)];
    expect(check(...rows).rows).toMatchObject([
      { settledAtMs: dayMs + 8 * HOUR_MS, stampedAtMs: dayMs + 8 * HOUR_MS + offMs },
      { settledAtMs: dayMs + 16 * HOUR_MS },
    ]);
  });

  it.each([
    ['whose stamp is nowhere near an hour', received(dayMs + 31 * MINUTE_MS), 'not near an hour'],
    ['at no time', received('soon'), 'no time'],
    ['without a stamp', received(''), 'no time'],
    ['before all time', received(-1), 'no time'],
    ['at half a millisecond', received(1.5), 'no time'],
    ['whose rate is empty', received(dayMs, ''), 'no decimal'],
    ['whose rate is no number', received(dayMs, 'abc'), 'no decimal'],
    ['whose rate is NaN', received(dayMs, 'NaN'), 'no decimal'],
    ['whose rate has an exponent', received(dayMs, '1e-4'), 'no decimal'],
  ])('sets a row aside %s, with its evidence, and keeps the others', (_, wrong, fault) => {
    const good = received(dayMs + 8 * HOUR_MS);
    expect(check(good, wrong)).toEqual({
      rows: [expect.objectContaining({ settledAtMs: dayMs + 8 * HOUR_MS })],
      setAside: [{ ...wrong, fault: expect.stringContaining(fault) }],
      received: 2,
    });
  });

  it('is refused when much of it cannot be read, or all', () => {
    const bad = (count: number) => Array.from({ length: count }, () => received('', ''));
    expect(check(...hours(20), ...bad(3)).setAside).toHaveLength(3);
    expect(() => check(...hours(20), ...bad(4))).toThrow(DataIntegrityError);
    expect(() => check(received(dayMs, 'abc'))).toThrow(DataIntegrityError);
    expect(check()).toEqual({ rows: [], setAside: [], received: 0 });
  });

  it.each([
    ['before the window', received(dayMs - HOUR_MS)],
    ['at the open end of the window', received(dayMs + DAY_MS)],
  ])('is refused whole for one row %s', (_, wrong) => {
    expect(() => check(received(dayMs + 8 * HOUR_MS), wrong)).toThrow(DataIntegrityError);
  });

  it('keeps the first of two rows of one hour that agree, and refuses two that differ', () => {
    expect(check(received(dayMs + 17), received(dayMs, '0.0001'))).toMatchObject({
      rows: [{ stampedAtMs: dayMs }],
      received: 2,
    });
    expect(() => check(received(dayMs), received(dayMs + 888_000, '0.0002'))).toThrow(
      DataIntegrityError,
    );
  });
});
