import { expect, it } from '@jest/globals';
import { minuteText, parseInstant } from './instant.js';

it.each([
  ['2026-10-01', Date.UTC(2026, 9, 1)],
  ['2026-10-01T08:00', Date.UTC(2026, 9, 1, 8)],
  ['2026-10-01T08:00:30Z', Date.UTC(2026, 9, 1, 8, 0, 30)],
  ['2026-10-01T08:00+02:00', Date.UTC(2026, 9, 1, 6)],
  ['1759276800000', 1_759_276_800_000],
])('%s is an instant in UTC, whatever the zone of the machine', (text, atMs) => {
  expect(parseInstant(text)).toBe(atMs);
});

it.each(['', 'yesterday', '2026-13-01', '01.10.2026', '2026', '-1'])(
  '“%s” is refused with what is allowed',
  (text) => {
    expect(() => parseInstant(text)).toThrow('Allowed is an ISO date');
  },
);

it('refuses seconds, which would mean January 1970', () => {
  expect(() => parseInstant('1759276800')).toThrow('These are seconds');
});

it('writes minutes in UTC', () => {
  expect(minuteText(Date.UTC(2026, 9, 1, 8, 5, 59))).toBe('2026-10-01 08:05');
});
