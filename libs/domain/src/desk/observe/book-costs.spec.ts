import { describe, expect, it } from '@jest/globals';
import { bookCosts, type PairBooks } from './book-costs.js';
import { decide } from '../decide/decide.js';
import { at, EMPTY_BOOK, market, seen, SETTINGS } from '../desk-cases.fixture.js';
import type { OrderBook } from './order-book.js';

const level = (price: string, quantity: string) => ({ price, quantity });
const book = (bids: OrderBook['bids'], asks: OrderBook['asks']) => ({
  bids,
  asks,
  observedAtMs: 3_600_000,
});

/** Both last prices are 100. Bought at 100.1 and 100.2, half and half; sold at 99.9. */
const LONG = book([level('99.9', '50')], [level('100.1', '10'), level('100.2', '10')]);
/** Sold at 99.95, bought back at 100.05. */
const SHORT = book([level('99.95', '50')], [level('100.05', '50')]);
const BOOKS: PairBooks = { long: LONG, short: SHORT };

const PAIR = {
  books: BOOKS,
  quantities: { long: '20', short: '20' },
  prices: { long: '100', short: '100', unitsPerContract: 1 },
  instruments: { long: 'spot', short: 'perpetual' },
} as const;

describe('what a pair costs by its order books', () => {
  it('is the fees and what each of the four walks is worse than the last price', () => {
    const known = bookCosts(PAIR, SETTINGS);
    if (known.kind !== 'known') throw new Error(known.reason.text);
    // 15 bp + 5 bp to open, 10 bp + 5 bp to close; fees of 10 + 5.5 bp each time.
    expect(known.costs.leaving).toBeCloseTo(0.0015 + 0.00155, 12);
    expect(known.costs.roundTrip).toBeCloseTo(0.002 + 0.0015 + 0.0031, 12);
    expect(known.costs.from).toBe('order-books');
  });

  it('is more for more, and can be less than what the settings say', () => {
    const cost = (quantity: string) => {
      const costs = bookCosts({ ...PAIR, quantities: { long: quantity, short: '1' } }, SETTINGS);
      return costs.kind === 'known' ? costs.costs.roundTrip : NaN;
    };
    expect(cost('5')).toBeCloseTo(cost('10'), 12);
    expect(cost('15')).toBeGreaterThan(cost('10'));
    const tight = book([level('100', '99')], [level('100.001', '99')]);
    const cheap = bookCosts({ ...PAIR, books: { long: tight, short: tight } }, SETTINGS);
    expect(cheap).toMatchObject({ kind: 'known' });
    expect(cheap.kind === 'known' ? cheap.costs.roundTrip : NaN).toBeCloseTo(0.00312, 12);
  });

  it('is not known where a book holds less, or only beyond the limit, also on the way out', () => {
    const reasonOf = (books: Partial<PairBooks>) => {
      const costs = bookCosts({ ...PAIR, books: { ...BOOKS, ...books } }, SETTINGS);
      return costs.kind === 'thin' ? costs.reason : costs;
    };
    expect(reasonOf({ long: book(LONG.bids, [level('100.1', '3')]) })).toEqual({
      code: 'thin-book',
      text: 'The long leg’s order book lacks 17 of the 20 that it takes to open within 50 bp',
    });
    expect(reasonOf({ short: book([level('99.4', '50')], SHORT.asks) })).toMatchObject({
      text: 'The short leg’s order book lacks 20 of the 20 that it takes to open within 50 bp',
    });
    expect(reasonOf({ short: book(SHORT.bids, []) })).toMatchObject({
      text: 'The short leg’s order book lacks 20 of the 20 that it takes to close within 50 bp',
    });
  });
});

describe('an opening', () => {
  const judged = (change: object) =>
    decide(seen(market({ ...at('100', '100'), ...change })), EMPTY_BOOK, SETTINGS);

  it('is judged by the costs of the books where they are known', () => {
    const bySettings = judged({}).verdicts[0];
    expect(bySettings?.outlook?.costs).toMatchObject({ from: 'settings' });
    expect(bySettings?.outlook?.costs.roundTrip).toBeCloseTo(0.0039, 12);
    expect(bySettings?.reason.text).not.toContain('order books');

    const { actions, verdicts } = judged({ books: BOOKS });
    expect(actions.map(({ kind }) => kind)).toEqual(['open']);
    const [byBooks] = verdicts;
    expect(byBooks?.outlook?.costs.roundTrip).toBeCloseTo(0.0066, 12);
    // 27 bp more than by the settings, spread over 720 h.
    const dearer = (bySettings?.outlook?.netYield ?? 0) - (byBooks?.outlook?.netYield ?? 0);
    expect(dearer).toBeCloseTo((0.0027 * 8760) / 720, 12);
    expect(byBooks?.reason.text).toContain(' after 66.0 bp for four fills by the order books, at');
  });

  it('is not worth it in a market whose books are dear', () => {
    const wide = book([level('99.6', '50')], [level('100.4', '50')]);
    const { actions, verdicts } = judged({ books: { long: wide, short: wide } });
    expect(actions).toEqual([]);
    // 160 bp of spread and 31 bp of fees: more than 720 h × 0.02 % / 8 h bring.
    expect(verdicts[0]?.reason.code).toBe('below-entry');
    expect(verdicts[0]?.reason.text).toContain(
      ' after 191.0 bp for four fills by the order books,',
    );
  });

  it('is refused where a book does not hold it', () => {
    const thin = { ...BOOKS, short: book([], []) };
    const { actions, verdicts } = judged({ books: thin });
    expect(actions).toEqual([]);
    expect(verdicts[0]).toMatchObject({ meant: 'pass', reason: { code: 'thin-book' } });
  });
});
