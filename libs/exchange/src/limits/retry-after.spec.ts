import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const NOW_MS = Date.parse('2026-08-01T12:00:00Z');

function read(value: string, date?: string) {
  const headers = new Headers({ 'retry-after': value, ...(date === undefined ? {} : { date }) });
  return retryAfterMs(headers, NOW_MS);
}

describe('Retry-After', () => {
  it('is seconds', () => {
    expect(read('90')).toBe(90_000);
  });

  it('or a date, against the date of the answer, since this clock may be wrong', () => {
    expect(read('Sat, 01 Aug 2026 12:01:30 GMT')).toBe(90_000);
    expect(read('Sat, 01 Aug 2026 09:01:30 GMT', 'Sat, 01 Aug 2026 09:00:00 GMT')).toBe(90_000);
  });

  it('is at least a second and at most the longest ban there is', () => {
    expect(read('0')).toBe(1_000);
    expect(read('Sat, 01 Aug 2026 11:00:00 GMT')).toBe(1_000);
    expect(read('99999999')).toBe(3 * 86_400_000);
  });

  it('is nothing when it is missing or unreadable', () => {
    expect(retryAfterMs(new Headers(), NOW_MS)).toBeUndefined();
    expect(read('soon')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});
