import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RestClientV5 } from 'bybit-api';
import { HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');

/** An unmodified third-party client is the judge of whether this is Bybit's API. */
let exchange: ListeningServer;
let client: RestClientV5;

beforeAll(async () => {
  exchange = await startReplayExchange({ port: 0, nowMs: NOW_MS, speed: 0 });
  client = new RestClientV5({ baseUrl: exchange.url });
});
afterAll(() => exchange.close());

async function control(path: string, method: string, body: unknown) {
  await fetch(exchange.url + path, { method, body: JSON.stringify(body) });
}

async function spotInstruments() {
  return (await client.getInstrumentsInfo({ category: 'spot' })).result;
}

async function spotTickers() {
  return (await client.getTickers({ category: 'spot' })).result.list;
}

async function perpetualTickers() {
  return (await client.getTickers({ category: 'linear' })).result.list;
}

describe('spot instruments', () => {
  it('are on one page without a cursor: 24 against USDT, and BTCUSDC, which is another thing', async () => {
    const result = await spotInstruments();
    expect(result.category).toBe('spot');
    expect(result).not.toHaveProperty('nextPageCursor');
    expect(result.list.filter((one) => one.quoteCoin === 'USDT')).toHaveLength(24);
    expect(result.list.filter((one) => one.quoteCoin !== 'USDT').map((one) => one.symbol)).toEqual([
      'BTCUSDC',
    ]);
  });

  it('lack the coins of four perpetuals, and trade 1000PEPE and 1000SHIB coin by coin', async () => {
    const { list } = await spotInstruments();
    const coins = list.map((one) => one.baseCoin);
    for (const coin of ['AZTEC', 'COS', 'KAT', 'OGN', '1000PEPE', 'LTC', 'SEI', 'TON']) {
      expect(coins).not.toContain(coin);
    }
    expect(coins).toEqual(expect.arrayContaining(['PEPE', 'SHIB', 'BTC', 'POWER', 'INJ']));
  });

  it('can be bought in finer steps than the perpetual, which has its own', async () => {
    const { list } = await spotInstruments();
    const btc = list.find((one) => one.symbol === 'BTCUSDT');
    expect(btc?.lotSizeFilter).toMatchObject({
      basePrecision: '0.000001',
      minOrderQty: '0.000001',
      minOrderAmt: '5',
    });
    expect(btc?.priceFilter.tickSize).toBe('0.1');
    const linear = await client.getInstrumentsInfo({ category: 'linear', symbol: 'BTCUSDT' });
    expect(linear.result.list[0]?.lotSizeFilter).toMatchObject({
      qtyStep: '0.001',
      minOrderQty: '0.001',
      minNotionalValue: '5',
    });
  });

  it('refuse a symbol that does not exist, and know no other status', async () => {
    const unknown = { category: 'spot', symbol: '1000PEPEUSDT' } as const;
    expect((await client.getInstrumentsInfo(unknown)).retCode).toBe(10001);
    expect((await client.getTickers(unknown)).retCode).toBe(10001);
    const closed = await client.getInstrumentsInfo({ category: 'spot', status: 'Closed' });
    expect(closed.result.list).toEqual([]);
  });
});

describe('spot tickers', () => {
  it('are those of the instruments, each with a book around its price', async () => {
    const instruments = (await spotInstruments()).list.map((one) => one.symbol);
    const tickers = await spotTickers();
    expect(tickers.map((one) => one.symbol)).toEqual(instruments);
    for (const { symbol, bid1Price, ask1Price, lastPrice, turnover24h } of tickers) {
      expect([symbol, Number(bid1Price) < Number(ask1Price)]).toEqual([symbol, true]);
      expect(Number(lastPrice)).toBeGreaterThanOrEqual(Number(bid1Price));
      expect(Number(lastPrice)).toBeLessThanOrEqual(Number(ask1Price));
      expect(Number(turnover24h)).toBeGreaterThan(0);
    }
    const { result: book } = await client.getOrderbook({ category: 'spot', symbol: 'ETHUSDT' });
    const best = tickers.find(({ symbol }) => symbol === 'ETHUSDT');
    expect([book.s, book.b, book.a]).toEqual([
      'ETHUSDT',
      [[best?.bid1Price, best?.bid1Size]],
      [[best?.ask1Price, best?.ask1Size]],
    ]);
    const one = await client.getTickers({ category: 'spot', symbol: 'ETHUSDT' });
    expect(one.result.list).toEqual(tickers.filter(({ symbol }) => symbol === 'ETHUSDT'));
  });

  it('stand close to their perpetual, below it where funding is positive and above where negative', async () => {
    const spot = new Map((await spotTickers()).map((one) => [one.symbol, one.lastPrice]));
    let compared = 0;
    for (const { symbol, lastPrice, fundingRate } of await perpetualTickers()) {
      const coins = symbol.startsWith('1000') ? 1000 : 1;
      const price = Number(spot.get(symbol.replace(/^1000/, ''))) * coins;
      if (Number.isNaN(price) || symbol.includes('-')) continue;
      const basis = Number(lastPrice) / price - 1;
      // A coarse price step may swallow it, but never turn it round.
      expect([symbol, basis * Number(fundingRate) >= 0]).toEqual([symbol, true]);
      expect(Math.abs(basis)).toBeLessThan(0.01);
      compared += 1;
    }
    expect(compared).toBe(24);
    expect(Number(spot.get('BTCUSDT'))).not.toBe(
      Number((await perpetualTickers()).find((one) => one.symbol === 'BTCUSDT')?.lastPrice),
    );
  });

  it('go on when the perpetual is delisted', async () => {
    const before = await spotTickers();
    await control('/replay/scenario', 'PUT', {
      delist: [{ symbol: 'ETHUSDT', at: NOW_MS - 40 * HOUR_MS }],
    });
    expect(await spotTickers()).toEqual(before);
    await control('/replay/scenario', 'PUT', {});
  });
});

describe('at one instant', () => {
  it('all tickers are the same, however often the open candle is read', async () => {
    const first = [await spotTickers(), await perpetualTickers()];
    await client.getKline({ category: 'linear', symbol: 'BTCUSDT', interval: '60', limit: 2 });
    expect([await spotTickers(), await perpetualTickers()]).toEqual(first);
    await control('/replay/clock', 'POST', { nowMs: NOW_MS + HOUR_MS });
    expect([await spotTickers(), await perpetualTickers()]).not.toEqual(first);
    await control('/replay/clock', 'POST', { nowMs: NOW_MS });
    expect([await spotTickers(), await perpetualTickers()]).toEqual(first);
  });

  it('prices have moved to the recorded close when the hour is over', async () => {
    const closesAtMs = Date.parse('2026-09-01T13:00:00Z');
    await control('/replay/clock', 'POST', { nowMs: closesAtMs - 1 });
    const before = (await perpetualTickers()).find((one) => one.symbol === 'BTCUSDT');
    await control('/replay/clock', 'POST', { nowMs: closesAtMs });
    const { result } = await client.getKline({
      category: 'linear',
      symbol: 'BTCUSDT',
      interval: '60',
      start: closesAtMs - HOUR_MS,
      end: closesAtMs - HOUR_MS,
    });
    expect(before?.lastPrice).toBe(result.list[0]?.[4]);
    await control('/replay/clock', 'POST', { nowMs: NOW_MS });
  });
});
