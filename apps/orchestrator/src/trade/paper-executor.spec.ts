import { describe, expect, it } from '@jest/globals';
import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { Replay } from '@fullcarry/testing/replay';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { LegFill, LegOutcome, SentOrder } from '@fullcarry/domain/desk/perform/leg-executor';
import { PaperAccount } from './paper-account.js';
import { PaperExecutor } from './paper-executor.js';

const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const COSTS = { spotFeeBps: 10, perpFeeBps: 5.5, slippageBps: 2 };

const PERPETUAL: LegMarket = {
  venue: 'bybit',
  instrument: 'perpetual',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  unitsPerContract: 1,
};
/** No account is asked here. */
const ACCOUNT = new PaperAccount(() => Promise.reject(new Error('There is no book')));
const SPOT: LegMarket = { ...PERPETUAL, instrument: 'spot', symbol: 'BTC/USDT' };

const fillsOf = (outcome: LegOutcome): readonly LegFill[] =>
  outcome.kind === 'filled' || outcome.kind === 'partly' ? outcome.fills : [];

describe('an order on paper, at a real adapter and the replay exchange', () => {
  let replay: Replay;
  let exchange: Exchange;
  let executor: PaperExecutor;

  beforeAll(async () => {
    const clock = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
    replay = await Replay.start([...clock, '--symbols', 'BTCUSDT']);
    exchange = openExchange({
      id: 'bybit',
      url: replay.url,
      rateBudget: 1,
      requestTimeoutMs: 5_000,
    });
    executor = new PaperExecutor(new Map([['bybit', exchange]]), ACCOUNT);
  });
  afterEach(() => replay.faults([]));
  afterAll(async () => {
    await exchange.close();
    await replay.close();
  });

  const bookOf = (market: BookMarket) => exchange.orderBook!(market);
  const order = (market: LegMarket, change: Partial<SentOrder> = {}): SentOrder => ({
    market,
    clientOrderId: 'aaaaaaaa-1-open-long-1',
    positionId: 1,
    purpose: 'open',
    leg: market.instrument === 'spot' ? 'long' : 'short',
    side: 'buy',
    quantity: '0.02',
    limitPrice: '1000000',
    timeInForce: 'ioc',
    ...change,
  });
  const best = ({ asks: [ask], bids: [bid] }: OrderBook) => ({ ask: ask!, bid: bid! });

  it('is filled at what waits in the book, not at the last price, and pays its fee on that', async () => {
    for (const [market, feeShare] of [
      [PERPETUAL, 0.00055],
      [SPOT, 0.001],
    ] as const) {
      const { ask, bid } = best(await bookOf(market));
      const bought = await executor.submit(order(market), COSTS);
      expect(bought).toMatchObject({
        kind: 'filled',
        fills: [{ price: ask.price, quantity: '0.02', from: 'order-book' }],
      });
      const atMs = fillsOf(bought)[0]?.filledAtMs ?? NaN;
      expect(Math.abs(atMs - NOW_MS)).toBeLessThan(1_000);
      const fee = fillsOf(bought)[0]?.fee;
      expect(fee?.coin).toBe('USDT');
      expect(Number(fee?.amount)).toBeCloseTo(0.02 * Number(ask.price) * feeShare, 8);
      const sold = order(market, { side: 'sell', limitPrice: '1' });
      await expect(executor.submit(sold, COSTS)).resolves.toMatchObject({
        kind: 'filled',
        fills: [{ price: bid.price }],
      });
    }
  });

  it('goes down the book as far as it must, within its limit, and no further', async () => {
    const [first, second] = (await bookOf(PERPETUAL)).asks;
    const quantity = String(Number(first!.quantity) + 1);
    const within = await executor.submit(
      order(PERPETUAL, { quantity, limitPrice: second!.price }),
      COSTS,
    );
    expect(fillsOf(within).map(({ price, quantity: got }) => [price, Number(got)])).toEqual([
      [first!.price, Number(first!.quantity)],
      [second!.price, 1],
    ]);
    const beyond = order(PERPETUAL, { quantity, limitPrice: first!.price });
    await expect(executor.submit(beyond, COSTS)).resolves.toMatchObject({
      kind: 'partly',
      fills: [{ price: first!.price }],
      reason: `The order book holds ${Number(first!.quantity)} of ${quantity} within the limit of ${first!.price}`,
    });
  });

  it('gets nothing of a book that is empty or not to be believed, and of a thin one what it holds', async () => {
    const reasonUnder = async (kind: string) => {
      await replay.faults([{ kind }]);
      const outcome = await executor.submit(order(PERPETUAL, { quantity: '50' }), COSTS);
      return outcome.kind === 'rejected' || outcome.kind === 'partly' ? outcome.reason : outcome;
    };
    expect(await reasonUnder('empty-book')).toBe(
      'The order book holds 0 of 50 within the limit of 1000000',
    );
    expect(await reasonUnder('thin-book')).toMatch(
      /^The order book holds 0\.\d+ of 50 within the limit/,
    );
    expect(await reasonUnder('crossed-book')).toBe('The order book contradicts itself');
    expect(await reasonUnder('http-500')).toMatch(/./);
  });

  it('of an exchange without books is filled at the last price, worse by the slippage', async () => {
    const bookless: Exchange = Object.assign(Object.create(exchange) as Exchange, {
      orderBook: undefined,
    });
    const last = await executor.price(PERPETUAL);
    const outcome = await new PaperExecutor(new Map([['bybit', bookless]]), ACCOUNT).submit(
      order(PERPETUAL),
      COSTS,
    );
    const [fill] = fillsOf(outcome);
    expect(fill?.from).toBe('last-price');
    expect(Number(fill?.price)).toBeCloseTo(Number(last) * 1.0002, 6);
  });

  it('of a spot leg whose own name was never kept finds its book by the symbol', async () => {
    const { ask } = best(await bookOf(SPOT));
    const unnamed = order({ ...SPOT, nativeId: '' });
    await expect(executor.submit(unnamed, COSTS)).resolves.toMatchObject({
      kind: 'filled',
      fills: [{ price: ask.price }],
    });
  });

  it('of a market that the exchange does not know is not filled', async () => {
    const gone = { ...PERPETUAL, symbol: 'NO/USDT:USDT', nativeId: 'NOUSDT' };
    await expect(executor.submit(order(gone), COSTS)).resolves.toEqual({
      kind: 'rejected',
      reason: 'The exchange says no price of NO/USDT:USDT',
    });
  });
});
