import { describe, expect, it } from '@jest/globals';
import type { Action } from '../decide/action.js';
import type { PairBooks } from '../observe/book-costs.js';
import { EMPTY_BOOK, market, opened, seen, SETTINGS, steady } from '../desk-cases.fixture.js';
import { doDecisions } from './do-decisions.js';

const side = (price: string, quantity: string) => [{ price, quantity }];
const DEEP = { bids: side('99.99', '99'), asks: side('100.01', '99'), observedAtMs: 1 };
const THIN = { bids: side('99.99', '1'), asks: side('100.01', '1'), observedAtMs: 1 };

describe('a pair that is to be opened', () => {
  const run = async (books: (symbol: string) => PairBooks | undefined) => {
    const [asked, performed]: [string[], string[]] = [[], []];
    const observed = seen(market(), market({ symbol: 'ETH/USDT:USDT', turnoverUsdt24h: 1 }));
    const { verdicts } = await doDecisions(observed, SETTINGS, {
      book: () => Promise.resolve(EMPTY_BOOK),
      perform: (action: Action) => Promise.resolve(void performed.push(action.kind)),
      isHalted: () => false,
      books: ({ short }) => {
        asked.push(short.symbol);
        return Promise.resolve(books(short.symbol));
      },
    });
    return { asked, opened: performed, codes: verdicts.map(({ reason }) => reason.code) };
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

  it('has its order books read before another one is closed for it', async () => {
    const settings = { ...SETTINGS, maxNotionalTotalUsdt: 2_000 };
    const rate = { rate: 0.001, intervalMinutes: 480 };
    const better = { predicted: rate, persistence: steady(0.001 / 8) };
    const observed = seen(market(), market({ symbol: 'ETH/USDT:USDT', ...better }));
    const closedWith = async (short: PairBooks['short']) => {
      const done: string[] = [];
      await doDecisions(observed, settings, {
        book: () => Promise.resolve(opened()),
        perform: (action) => Promise.resolve(void done.push(action.kind)),
        isHalted: () => false,
        books: () => Promise.resolve({ long: DEEP, short }),
      });
      return done;
    };
    expect(await closedWith(THIN)).toEqual([]);
    expect(await closedWith(DEEP)).toEqual(['close']);
  });

  it('is judged by the settings where no book is published', async () => {
    expect(await run(() => undefined)).toMatchObject({ opened: ['open'] });
  });
});
