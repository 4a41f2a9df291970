import { describe, expect, it } from '@jest/globals';
import { compareBookings, type Bookings } from './compare-bookings.js';
import { differingDigits } from './differing-digits.js';

const FILL = {
  ...{ position: 0, leg: 'short', side: 'sell', quantity: '0.5', price: '1788.91' },
  ...{ feeUsdt: '0.49', filledAtMs: 1_000, how: 'traded' },
};
const NOTHING: Bookings = { fills: [], settlements: [], points: [], views: [] };

describe('the digits of two values that differ', () => {
  it.each([
    ['1788.91', '1788.91', 0],
    ['1788.9', '1788.90', 0],
    ['1788.91', '1788.92', 1],
    ['9.99', '10', 4],
    ['-0.5', '0.5', 1],
    ['0', '-0', 0],
    ['buy', 'sell', 4],
    ['0.25', undefined, 4],
  ])('%s and %s: %i', (a, b, digits) => {
    expect(differingDigits(a, b)).toBe(digits);
    expect(differingDigits(b, a)).toBe(digits);
  });
});

describe('what a desk and a backtest booked', () => {
  it('is the same whichever of two legs was booked first', () => {
    const long = { ...FILL, leg: 'long', side: 'buy' };
    const one = { ...NOTHING, fills: [FILL, long] };
    const other = { ...NOTHING, fills: [long, FILL] };
    expect(compareBookings(one, other)).toMatchObject({ fills: 2, differingDigits: 0 });
  });

  it('differs in every value that only one of them booked', () => {
    const { differences } = compareBookings({ ...NOTHING, fills: [FILL] }, NOTHING);
    expect(differences.map(({ what }) => what)).toEqual(
      ['side', 'quantity', 'price', 'feeUsdt', 'filledAtMs', 'how'].map(
        (field) => `fill 0 short 0 ${field}`,
      ),
    );
  });
});
