import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shiftedDecimal } from './shifted-decimal.js';

it('moves the point and keeps every digit', () => {
  expect(shiftedDecimal('0.0123400', -3)).toBe('0.0000123400');
  expect(shiftedDecimal('12.5', 3)).toBe('12500');
  expect(shiftedDecimal('0.001', 2)).toBe('0.1');
  expect(shiftedDecimal('0', 3)).toBe('0');
  const digits = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(fc.nat(), digits, fc.integer({ min: -9, max: 9 }), (n, scale, places) => {
      const shifted = shiftedDecimal(shiftedDecimal(String(n), -scale), places);
      const exact = Number(`${n}e${places - scale}`);
      expect(Number(shifted)).toBe(exact);
      expect(shifted).toMatch(/^(0|[1-9]\d*)(\.\d+)?$/);
    }),
  );
});
