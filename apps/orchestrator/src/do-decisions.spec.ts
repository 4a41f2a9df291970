import { describe, expect, it } from '@jest/globals';
import type { Action } from '@fullcarry/domain/desk/action';
import type { PairBooks } from '@fullcarry/domain/desk/book-costs';
import { EMPTY_BOOK, market, seen, SETTINGS } from '@fullcarry/domain/desk/desk-cases.fixture';
import { doDecisions } from './do-decisions.js';

const side = (price: string, quantity: string) => [{ price, quantity }];
const DEEP = { bids: side('99.99', '99'), asks: side('100.01', '99'), observedAtMs: 1 };
const THIN = { bids: side('99.99', '1'), asks: side('100.01', '1'), observedAtMs: 1 };

describe('a pair that is to be opened', () => {
  const run = async (books: (symbol: string) => PairBooks | undefined) => {
    const [asked, opened]: [string[], string[]] = [[], []];
    const observed = seen(market(), market({ symbol: 'ETH/USDT:USDT', turnoverUsdt24h: 1 }));
    const { verdicts } = await doDecisions(observed, SETTINGS, {
      book: () => Promise.resolve(EMPTY_BOOK),
      perform: (action: Action) => Promise.resolve(void opened.push(action.kind)),
      isHalted: () => false,
      books: ({ short }) => {
        asked.push(short.symbol);
        return Promise.resolve(books(short.symbol));
      },
    });
    return { asked, opened, codes: verdicts.map(({ reason }) => reason.code) };
  };

  it('is decided once more with its books, which are asked for once and of no other', async () => {
    const { asked, opened } = await run(() => ({ long: DEEP, short: DEEP }));
    expect(asked).toEqual(['BTC/USDT:USDT']);
    expect(opened).toEqual(['open']);
  });

  it('is not opened where the books do not hold it', async () => {
    const { asked, opened, codes } = await run(() => ({ long: DEEP, short: THIN }));
    expect(asked).toEqual(['BTC/USDT:USDT']);
    expect(opened).toEqual([]);
    expect(codes).toContain('thin-book');
  });

  it('is judged by the settings where no book is told', async () => {
    expect(await run(() => undefined)).toMatchObject({ opened: ['open'] });
  });
});
