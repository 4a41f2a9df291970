import { describe, expect, it } from '@jest/globals';
import { book } from '../book/book.js';
import { EMPTY_BOOK, fillOf, ledgerAt, OPENING, worked } from '../desk-cases.fixture.js';
import { limitPrice, pairMoved, withinLimit } from './price-limit.js';
import { intended } from '../decide/opening.js';

const pair = (long: string, short: string) => ({ long, short, unitsPerContract: 1 });

describe('the limit of an order', () => {
  it('is so many basis points worse than the price that was decided on', () => {
    expect(limitPrice('100', 'buy', 50)).toBe('100.5');
    expect(limitPrice('100', 'sell', 50)).toBe('99.5');
    expect(withinLimit('100.5', 'buy', '100.5')).toBe(true);
    expect(withinLimit('100.500000000001', 'buy', '100.5')).toBe(false);
    expect(withinLimit('80', 'sell', '99.5')).toBe(false);
  });
});

describe('a pair that was decided at 100 and 100', () => {
  it('is not opened when the perpetual stands at 80 (C5)', () => {
    expect(pairMoved('open', pair('100', '100'), pair('100', '80'), 50)?.text).toBe(
      'The basis is 2000.0 bp worse than the one that was decided on, more than 50 bp',
    );
  });

  it('costs two fills of spot, not 400, when the perpetual falls to 80 between its legs (C5)', () => {
    const begun = book(EMPTY_BOOK, { kind: 'intended', position: intended(1, OPENING) });
    const half = book(begun, fillOf(begun, 1, { long: '100', short: '100' }));
    const back = book(half, { kind: 'closing', positionId: 1, reason: 'The pair moved' });
    const after = worked(back, 1, { long: '100', short: '80' });
    expect(after.positions.get(1)?.state).toBe('unwound');
    // 20 × (99.98 − 100.02) of slippage, 2.0004 + 1.9996 of fees
    expect(ledgerAt(after, { long: '100', short: '80' }).equityUsdt).toBe('9995.2');
  });

  it('is traded when both moved together, or for the better: that is nobody’s loss', () => {
    expect(pairMoved('open', pair('100', '100'), pair('80', '80'), 50)).toBeUndefined();
    expect(pairMoved('open', pair('100', '100'), pair('100', '101'), 50)).toBeUndefined();
    expect(pairMoved('close', pair('100', '100'), pair('100', '99'), 50)).toBeUndefined();
    expect(pairMoved('close', pair('100', '100'), pair('100', '101'), 50)?.code).toBe('pair-moved');
  });
});
