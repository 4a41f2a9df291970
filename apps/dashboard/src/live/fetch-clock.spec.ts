import { describe, expect, it } from '@jest/globals';
import { aboutText, FetchClock } from './fetch-clock.js';

describe('The time that a fetch still takes', () => {
  const progress = (rowsDone: number) => ({ rowsDone, rowsTotal: 10_000 });

  it('is the mean of minutes: one slow moment does not make hours of it', () => {
    const clock = new FetchClock();
    for (let second = 0; second <= 120; second += 5) {
      // Ten rows a second, and nothing at all in the last ten.
      clock.note('bybit', progress(Math.min(second, 110) * 10), second * 1000);
    }
    const leftMs = clock.leftMs('bybit', progress(1_100)) ?? 0;
    expect(aboutText(leftMs)).toBe('about 15 min');
  });

  it('is not known before it was measured, and begins anew with another fetch', () => {
    const clock = new FetchClock();
    clock.note('okx', progress(100), 0);
    clock.note('okx', progress(200), 5_000);
    expect(clock.leftMs('okx', progress(200))).toBeUndefined();
    clock.note('okx', progress(900), 20_000);
    expect(clock.leftMs('okx', progress(900))).toBeGreaterThan(0);
    clock.note('okx', progress(10), 21_000);
    expect(clock.leftMs('okx', progress(10))).toBeUndefined();
    clock.note('okx', null, 22_000);
    expect(clock.leftMs('okx', progress(10))).toBeUndefined();
  });

  it.each([
    [20_000, 'less than a minute'],
    [4.4 * 60_000, 'about 4 min'],
    [22 * 60_000, 'about 20 min'],
    [6 * 3_600_000, 'about 6 h'],
  ])('of %d ms is told as %s', (leftMs, text) => {
    expect(aboutText(leftMs)).toBe(text);
  });
});
