import { exact, sum } from '@fullcarry/domain/desk/book/exact';
import type { BookLevel, BookMarket } from '@fullcarry/domain/desk/observe/order-book';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEW_MARKETS, SUBJECTS, Subject } from './subject.js';

/** apps/replay-exchange/README.md: so much of a day's turnover waits within each basis point, half as much again or less. */
const TURNOVER_PER_BP = 1e-4;

describe.each(SUBJECTS)('the order books of %s', (id) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await Subject.start(id, FEW_MARKETS);
  });
  afterAll(() => subject.close());

  const perpetual = async (exchange: Exchange, part: string) => {
    const listed = await exchange.markets();
    const { symbol, nativeId } = listed.find((one) => one.symbol.includes(part))!;
    const ticker = (await exchange.tickers()).find((one) => one.symbol === symbol)!;
    return { market: { instrument: 'perpetual', symbol, nativeId } as const, ticker };
  };
  const worth = (levels: readonly BookLevel[]) =>
    Number(sum(levels.map(({ price, quantity }) => exact(price).times(exact(quantity)))));

  it.each(['BTC/', 'PEPE/'])(
    'of the perpetual %s lie around its price, in coins or contracts as the lots are',
    async (part) => {
      await subject.use(async (exchange) => {
        const { market, ticker } = await perpetual(exchange, part);
        const { bids, asks } = await exchange.orderBook!(market);
        expect(Number(bids[0]!.price)).toBeLessThan(Number(ticker.lastPrice));
        expect(Number(asks[0]!.price)).toBeGreaterThan(Number(ticker.lastPrice));
        const { perpetual: levels } = exchange.limits.bookLevels!;
        for (const side of [bids, asks]) {
          expect(side.length).toBeGreaterThan(9);
          expect(side.length).toBeLessThanOrEqual(levels);
          const [first, last] = [side[0]!, side.at(-1)!].map(({ price }) => Number(price));
          const gaps = side.length / (side.length - 1);
          const spanBps = ((Math.abs(last! - first!) * gaps) / Number(ticker.lastPrice)) * 10_000;
          const share = worth(side) / (Number(ticker.turnoverUsdt24h) * TURNOVER_PER_BP * spanBps);
          // The counts of contracts would be off by a power of ten.
          expect([part, share > 0.5 && share < 1.5]).toEqual([part, true]);
        }
      });
    },
  );

  it('are the same for who asks twice, and of spot another one by its own name', async () => {
    await subject.use(async (exchange) => {
      const { market } = await perpetual(exchange, 'BTC/');
      const first = await exchange.orderBook!(market);
      expect(await exchange.orderBook!(market)).toEqual(first);
      const spot = (await exchange.spotTickers()).find(({ symbol }) => symbol === market.symbol)!;
      const { spotSymbol: symbol, spotNativeId: nativeId, lastPrice } = spot;
      const { bids, asks } = await exchange.orderBook!({ instrument: 'spot', symbol, nativeId });
      expect(bids[0]!.price).not.toBe(first.bids[0]!.price);
      expect(Number(bids[0]!.price)).toBeLessThan(Number(lastPrice));
      expect(Number(asks[0]!.price)).toBeGreaterThan(Number(lastPrice));
      expect(bids.length).toBeLessThanOrEqual(exchange.limits.bookLevels!.spot);
    });
  });

  it('of a market that is not there is an error and no empty book', async () => {
    await subject.use(async (exchange) => {
      const none: BookMarket = { instrument: 'perpetual', symbol: 'NO/USDT:USDT', nativeId: 'NO' };
      const error = await exchange.orderBook!(none).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: expect.stringMatching(/^(Permanent|Transient)Error$/) });
    });
  });

  it('are empty or thin when nobody waits, which is no error', async () => {
    await subject.use(async (exchange) => {
      const { market } = await perpetual(exchange, 'BTC/');
      const whole = await exchange.orderBook!(market);
      await subject.replay.faults([{ kind: 'empty-book' }]);
      expect(await exchange.orderBook!(market)).toMatchObject({ bids: [], asks: [] });
      await subject.replay.faults([{ kind: 'thin-book' }]);
      const { bids } = await exchange.orderBook!(market);
      expect(bids).toHaveLength(1);
      expect(bids[0]!.price).toBe(whole.bids[0]!.price);
      expect(worth(bids)).toBeLessThan(worth(whole.bids.slice(0, 1)) / 50);
    });
  });

  it('whose bid reaches the ask are no books', async () => {
    await subject.use(async (exchange) => {
      const { market } = await perpetual(exchange, 'BTC/');
      await subject.replay.faults([{ kind: 'crossed-book' }]);
      await expect(exchange.orderBook!(market)).rejects.toMatchObject({
        name: 'DataIntegrityError',
      });
      await subject.replay.faults([]);
    });
  });
});
