import { describe, expect, it } from '@jest/globals';
import { random } from '../../backtest/backtest-cases.fixture.js';
import { compare, exact, productNumber } from './exact.js';

const next = random(7);

/** Decimals of 1 to 25 digits, half of them with as many behind the point as fit. */
function drawn(): string {
  const digits = Array.from({ length: 1 + Math.floor(next() * 25) }, () => Math.floor(next() * 10));
  const text = digits.join('').replace(/^0+(?=\d)/, '');
  const point = Math.floor(next() * text.length);
  const sign = next() < 0.3 ? '-' : '';
  return (
    sign + (next() < 0.5 || point === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`)
  );
}

describe('decimal texts', () => {
  it('are compared as their exact numbers are, also where doubles can’t tell them apart', () => {
    const pairs = Array.from({ length: 2_000 }, (): [string, string] => {
      const one = drawn();
      return [one, next() < 0.3 ? `${one}${one.includes('.') ? '' : '.'}1` : drawn()];
    });
    for (const [a, b] of pairs) {
      expect([a, b, Math.sign(compare(a, b))]).toEqual([a, b, exact(a).cmp(exact(b))]);
    }
    expect(compare('0.10000000000000000001', '0.1')).toBe(1);
    expect(compare('1.0', '1')).toBe(0);
    expect(() => compare('1e', '1')).toThrow('is no decimal number');
  });

  it('have a product that is rounded once, as that of the exact numbers', () => {
    for (let i = 0; i < 3_000; i += 1) {
      const [a, b] = [drawn(), drawn()];
      expect([a, b, productNumber(a, b)]).toEqual([a, b, Number(exact(a).times(exact(b)))]);
    }
    // In doubles 0.1 × 3 is 0.30000000000000004.
    expect(productNumber('0.1', '3')).toBe(0.3);
  });
});
