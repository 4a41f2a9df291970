import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalDecimal } from './decimal-text.js';

describe('canonical decimals', () => {
  it.each([
    ['0.00010000', '0.0001'],
    ['-0.00460700', '-0.004607'],
    ['00.10', '0.1'],
    ['007', '7'],
    ['100', '100'],
    ['0', '0'],
    ['0.000', '0'],
    ['-0.0', '0'],
    ['123456789.123456789', '123456789.123456789'],
  ])('write %s as %s', (sent, canonical) => {
    expect(canonicalDecimal(sent)).toBe(canonical);
  });

  it.each([
    '',
    '.',
    '.0001',
    '1.',
    '+1',
    '--1',
    '1e-5',
    'abc',
    'NaN',
    'Infinity',
    ' 1',
    '1\n',
    '1,5',
  ])('refuse %j, which is no plain decimal', (text) => {
    expect(canonicalDecimal(text)).toBeUndefined();
  });

  it('are the same text for the same number, however many zeros stand around it', () => {
    const zeros = fc.nat({ max: 8 }).map((n) => '0'.repeat(n));
    const digits = fc.nat().map(String);
    fc.assert(
      fc.property(
        fc.boolean(),
        zeros,
        digits,
        digits,
        zeros,
        (minus, before, whole, part, after) => {
          const sign = minus ? '-' : '';
          const bare = canonicalDecimal(`${sign}${whole}.${part}`);
          expect(canonicalDecimal(`${sign}${before}${whole}.${part}${after}`)).toBe(bare);
          expect(canonicalDecimal(bare ?? '')).toBe(bare);
          expect(Number(bare)).toBeCloseTo(Number(`${sign}${whole}.${part}`), 12);
        },
      ),
    );
  });
});
