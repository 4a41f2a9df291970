import { describe, expect, it } from '@jest/globals';
import { textOf } from '../http/raw-get.fixture.js';
import { BOOK_FAULTS } from './book-faults.js';
import { QUESTIONS, strike } from './fault-drill.fixture.js';

interface Book {
  readonly s: string;
  readonly b: readonly (readonly [string, string])[];
  readonly a: readonly (readonly [string, string])[];
}

const QUESTION = '/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=50';

async function bookUnder(kind: string): Promise<Book> {
  const { raw, injected } = await strike(kind, QUESTION);
  expect(injected).toBe(kind === 'none' ? null : kind);
  return (JSON.parse(textOf(raw)) as { result: Book }).result;
}

describe('a fault of an order book', () => {
  it('is one of three, and happens to nothing else', async () => {
    expect(BOOK_FAULTS.map(({ kind }) => kind)).toEqual([
      'empty-book',
      'thin-book',
      'crossed-book',
    ]);
    for (const { kind } of BOOK_FAULTS) {
      expect((await strike(kind, QUESTIONS.tickers)).injected).toBeNull();
    }
  });

  it('takes every order away', async () => {
    expect(await bookUnder('empty-book')).toMatchObject({ s: 'BTCUSDT', b: [], a: [] });
  });

  it('leaves one price on each side and a hundredth of what waited there', async () => {
    const [whole, thin] = [await bookUnder('none'), await bookUnder('thin-book')];
    for (const side of ['b', 'a'] as const) {
      expect(thin[side]).toHaveLength(1);
      expect(thin[side][0]?.[0]).toBe(whole[side][0]?.[0]);
      const left = Number(thin[side][0]?.[1]) / Number(whole[side][0]?.[1]);
      expect(left).toBeLessThanOrEqual(0.01);
      expect(left).toBeGreaterThan(0.009);
    }
  });

  it('lets the best bid reach the best ask', async () => {
    const { b, a } = await bookUnder('crossed-book');
    expect(b[0]?.[0]).toBe(a[0]?.[0]);
  });

  it('mixes up two markets, whose names are sent', async () => {
    expect((await bookUnder('wrong-symbol')).s).toBe('ETHUSDT');
  });
});
