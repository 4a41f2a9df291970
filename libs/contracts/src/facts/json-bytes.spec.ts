import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonBytes, whatFits } from './json-bytes.js';

describe('what fits', () => {
  it('is as much from the first on as the bytes hold, and not one item less', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 30 }),
        fc.integer({ min: 2, max: 400 }),
        (items, most) => {
          const fitting = whatFits(items, most);
          expect(fitting).toEqual(items.slice(0, fitting.length));
          expect(jsonBytes(fitting)).toBeLessThanOrEqual(most);
          const oneMore = items.slice(0, fitting.length + 1);
          if (oneMore.length > fitting.length) expect(jsonBytes(oneMore)).toBeGreaterThan(most);
        },
      ),
    );
  });

  it('counts bytes and not letters', () => {
    expect(jsonBytes('币安人生')).toBe(14);
    expect(whatFits(['币安人生'], 15)).toEqual([]);
    expect(whatFits(['币安人生'], 16)).toEqual(['币安人生']);
  });
});
