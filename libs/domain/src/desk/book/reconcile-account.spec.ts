import { describe, expect, it } from '@jest/globals';
import { book } from './book.js';
import { fillOf, opened } from '../desk-cases.fixture.js';
import { reconcileAccount, type VenueAccount } from './reconcile-account.js';

/** What an exchange says of a desk that holds 20 coins against 20 contracts: all that the book says. */
const AGREED: VenueAccount = {
  venue: 'bybit',
  positions: [{ symbol: 'BTC/USDT:USDT', contracts: '-20' }],
  // 6996.69982 of cash and 999.8 of collateral.
  balances: [
    { coin: 'BTC', amount: '20' },
    { coin: 'USDT', amount: '7996.49982' },
  ],
  openOrders: [],
};
const HELD = opened();

const differ = (change: Partial<VenueAccount>, unsure: readonly string[] = [], held = HELD) =>
  reconcileAccount({ ...AGREED, ...change }, held, new Set(unsure)).map(({ kind, text }) => [
    kind,
    text,
  ]);

const balances = (coins: string, usdt = '7996.49982') => [
  { coin: 'BTC', amount: coins },
  { coin: 'USDT', amount: usdt },
];

describe('an account and the book', () => {
  it('agree to the last contract and coin', () => {
    expect(differ({})).toEqual([]);
    const positions = [{ symbol: 'BTC/USDT:USDT', contracts: '-19.999' }];
    expect(differ({ positions })).toEqual([
      ['position', 'BTC/USDT:USDT on bybit: the exchange holds -19.999 contracts, the book -20'],
    ]);
    expect(differ({ balances: balances('19.99') })).toEqual([
      ['balance', 'BTC on bybit: 19.99 BTC are at the exchange, 20 in the book'],
    ]);
    expect(differ({ balances: balances('20.01') })).toHaveLength(1);
  });

  it('differ where the exchange holds what the book never heard of', () => {
    const stray = { symbol: 'ETH/USDT:USDT', contracts: '3' };
    expect(differ({ positions: [...AGREED.positions, stray] })).toEqual([
      ['position', 'ETH/USDT:USDT on bybit: the exchange holds 3 contracts, the book 0'],
    ]);
  });

  it('agree while settlements that came late may explain the cash, and no further', () => {
    // A hundredth of the short’s 2,000.
    expect(differ({ balances: balances('20', '7976.49982') })).toEqual([]);
    expect(differ({ balances: balances('20', '7976.49') })).toEqual([
      ['balance', 'USDT on bybit: 7976.49 USDT are at the exchange, 7996.49982 in the book'],
    ]);
    // What lies beside it is not the desk’s.
    expect(differ({ balances: balances('20', '20000') })).toEqual([]);
  });

  it('are not judged where nobody knows what became of an order', () => {
    const positions = [{ symbol: 'BTC/USDT:USDT', contracts: '-12' }];
    expect(differ({ positions, balances: balances('12') }, ['BTC/USDT:USDT', 'BTC'])).toEqual([]);
  });

  it('differ where an order rests: each is filled at once or never', () => {
    const openOrders = [{ clientOrderId: 'a-1-open-long-1', symbol: 'BTC/USDT' }];
    expect(differ({ openOrders })).toEqual([
      ['open-order', 'BTC/USDT on bybit: the order a-1-open-long-1 rests at the exchange'],
    ]);
  });

  it('may have coins more that were too few to be sold', () => {
    const closing = book(HELD, { kind: 'closing', positionId: 1, reason: 'Over' });
    const most = fillOf(closing, 1, { long: '100', short: '100' });
    const sold = book(closing, { ...most, fills: [{ ...most.fills[0], quantity: '19.96' }] });
    const bought = fillOf(sold, 1, { long: '100', short: '100' });
    const alone = book(sold, { ...bought, fills: [{ ...bought.fills[0], quantity: '20' }] });
    const fee = { amount: '0', coin: 'USDT' };
    const end = { quantity: '0.04', price: '0', fee, how: 'written-off' } as const;
    const over = book(alone, { ...most, fills: [{ ...most.fills[0], ...end }] });
    const there = (coins: string) => ({
      positions: [],
      balances: balances(coins, over.cashUsdt),
    });
    expect(differ(there('0.04'), [], over)).toEqual([]);
    expect(differ(there('0.05'), [], over)).toHaveLength(1);
  });

  it('differ where a fee was taken in a coin that has no price', () => {
    const { positions, ...rest } = HELD;
    const position = positions.get(1)!;
    const long = { ...position.legs.long, unpricedFees: [{ amount: '0.003', coin: 'BNB' }] };
    const withFee = {
      ...rest,
      positions: new Map([[1, { ...position, legs: { ...position.legs, long } }]]),
    };
    expect(differ({}, [], withFee)).toEqual([
      [
        'unpriced-fee',
        'BNB on bybit: a fee of 0.003 BNB of BTC/USDT has no price, and is not in the book’s USDT',
      ],
    ]);
  });
});
