import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BookMarket } from '@fullcarry/domain/desk/observe/order-book';
import type { Exchange } from '../exchange.js';
import { openExchange } from '../open-exchange.js';
import { byPath, LISTS, ok, SWAP } from '../spec-server/okx-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';

const ATMS = 1_671_590_000_000;

let server: SpecServer;
let exchange: Exchange;
beforeEach(async () => {
  server = await startSpecServer(sendJson([]));
});
afterEach(async () => {
  await exchange.close();
  await server.close();
});

const open = (id: string) => {
  exchange = openExchange({ id, url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  return exchange;
};
const used = () =>
  Object.fromEntries(exchange.limiters.map((limiter) => [limiter.name, limiter.usage().inWindow]));
const of = (instrument: BookMarket['instrument'], nativeId: string): BookMarket => ({
  instrument,
  symbol: 'BTC/USDT:USDT',
  nativeId,
});

describe("Bybit's order book", () => {
  // https://bybit-exchange.github.io/docs/v5/market/orderbook, "Response Example".
  const RESULT = {
    s: 'BTCUSDT',
    a: [['65557.70', '16.606555']],
    b: [['65485.47', '47.081829']],
    ts: 1_716_863_719_031,
    u: 230704,
    seq: 1432604333,
    cts: 1_716_863_718_905,
  };
  const answer = (result: object) => sendJson({ retCode: 0, retMsg: 'OK', result, time: ATMS });

  it.each([
    ['perpetual', 'linear'],
    ['spot', 'spot'],
  ] as const)('of %s is asked for by its category', async (instrument, category) => {
    server.reply = answer(RESULT);
    await expect(open('bybit').orderBook!(of(instrument, 'BTCUSDT'))).resolves.toEqual({
      bids: [{ price: '65485.47', quantity: '47.081829' }],
      asks: [{ price: '65557.7', quantity: '16.606555' }],
      observedAtMs: 1_716_863_719_031,
    });
    expect(server.seen).toMatchObject([
      { path: '/v5/market/orderbook', query: { category, symbol: 'BTCUSDT', limit: '200' } },
    ]);
    expect(used()).toEqual({ bybit: 1 });
  });

  it('may be empty, and is not believed of another market, out of order or crossed', async () => {
    const ask = (result: object) => {
      server.reply = answer({ ...RESULT, ...result });
      return exchange.orderBook!(of('perpetual', 'BTCUSDT'));
    };
    open('bybit');
    await expect(ask({ a: [], b: [] })).resolves.toMatchObject({ bids: [], asks: [] });
    const wrong = { name: 'DataIntegrityError' };
    await expect(ask({ s: 'ETHUSDT' })).rejects.toMatchObject(wrong);
    for (const fault of [
      {
        b: [
          ['65485.47', '1'],
          ['65485.48', '1'],
        ],
      },
      {
        b: [
          ['65485.47', '1'],
          ['65485.470', '1'],
        ],
      },
      {
        a: [
          ['65557.70', '1'],
          ['65557.69', '1'],
        ],
      },
      { a: [['65485.47', '1']] },
      { a: [['65557.70', '0']] },
      { a: [['', '1']] },
      { a: [['65557.70']] },
    ]) {
      await expect(ask(fault)).rejects.toMatchObject(wrong);
    }
    await expect(ask({ b: null })).rejects.toMatchObject({ name: 'TransientError' });
  });
});

describe("Binance's order book", () => {
  const SIDES = { bids: [['4.00000000', '431.00000000']], asks: [['4.00000200', '12.00000000']] };
  const BOOK = {
    bids: [{ price: '4', quantity: '431' }],
    asks: [{ price: '4.000002', quantity: '12' }],
  };

  it('of a perpetual has the time at which it was written, and weighs 5', async () => {
    server.reply = sendJson({ lastUpdateId: 1027024, E: 1_589_436_922_972, T: 1, ...SIDES });
    await expect(open('binanceusdm').orderBook!(of('perpetual', 'BTCUSDT'))).resolves.toEqual({
      ...BOOK,
      observedAtMs: 1_589_436_922_972,
    });
    expect(server.seen).toMatchObject([
      { path: '/fapi/v1/depth', query: { symbol: 'BTCUSDT', limit: '100' } },
    ]);
    expect(used()).toEqual({
      binanceusdm: 5,
      'binanceusdm.funding': 0,
      'binanceusdm.spot': 0,
    });
  });

  it('of spot has no time: it is not older than the time that is asked for before it', async () => {
    const serverTime = Date.now();
    server.reply = (request, response) =>
      sendJson(request.path.endsWith('/time') ? { serverTime } : { lastUpdateId: 1, ...SIDES })(
        request,
        response,
      );
    await expect(open('binanceusdm').orderBook!(of('spot', 'BTCUSDT'))).resolves.toEqual({
      ...BOOK,
      observedAtMs: serverTime,
    });
    expect(server.seen.map(({ path }) => path)).toEqual(['/fapi/v1/time', '/api/v3/depth']);
    expect(used()).toEqual({
      binanceusdm: 1,
      'binanceusdm.funding': 0,
      'binanceusdm.spot': 5,
    });
  });
});

describe("OKX's order book", () => {
  const ROW = {
    asks: [['41006.8', '60.38', '0', '1']],
    bids: [['41006.3', '30.17', '0', '2']],
    ts: '1629966436396',
    seqId: 3235851742,
  };

  it('of a swap is in coins: contracts of 0.01 BTC each', async () => {
    server.reply = byPath({ ...LISTS, books: ok([ROW]) });
    await expect(open('okx').orderBook!(of('perpetual', 'BTC-USDT-SWAP'))).resolves.toEqual({
      asks: [{ price: '41006.8', quantity: '0.6038' }],
      bids: [{ price: '41006.3', quantity: '0.3017' }],
      observedAtMs: 1_629_966_436_396,
    });
    expect(server.seen.at(-1)).toMatchObject({
      path: '/api/v5/market/books',
      query: { instId: 'BTC-USDT-SWAP', sz: '400' },
    });
    expect(used()).toMatchObject({ 'okx.books': 1, 'okx.tickers': 0 });
  });

  it('of a swap whose contract has no size, or that is not listed, is none', async () => {
    const instruments = ok([{ ...SWAP, ctVal: '' }]);
    server.reply = byPath({ 'instruments SWAP': instruments, books: ok([ROW]) });
    await expect(open('okx').orderBook!(of('perpetual', 'BTC-USDT-SWAP'))).rejects.toMatchObject({
      name: 'DataIntegrityError',
    });
    await expect(exchange.orderBook!(of('perpetual', 'NO-USDT-SWAP'))).rejects.toMatchObject({
      name: 'PermanentError',
      context: { scope: 'request' },
    });
  });

  it('of spot is in coins as it comes', async () => {
    server.reply = byPath({ ...LISTS, books: ok([ROW]) });
    await expect(open('okx').orderBook!(of('spot', 'BTC-USDT'))).resolves.toMatchObject({
      asks: [{ price: '41006.8', quantity: '60.38' }],
    });
    expect(server.seen).toHaveLength(1);
    server.reply = byPath({ ...LISTS, books: ok([]) });
    await expect(exchange.orderBook!(of('spot', 'BTC-USDT'))).rejects.toMatchObject({
      name: 'TransientError',
    });
  });
});

describe("Hyperliquid's order book", () => {
  const BOOK = {
    coin: 'ETH',
    time: 1_704_290_104_840,
    levels: [[{ px: '2216.2', sz: '74.0637', n: 2 }], [{ px: '2216.5', sz: '70.5893', n: 2 }]],
  };

  it('are bids, then asks, for a weight of 2', async () => {
    server.reply = sendJson(BOOK);
    await expect(open('hyperliquid').orderBook!(of('perpetual', 'ETH'))).resolves.toEqual({
      bids: [{ price: '2216.2', quantity: '74.0637' }],
      asks: [{ price: '2216.5', quantity: '70.5893' }],
      observedAtMs: 1_704_290_104_840,
    });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ type: 'l2Book', coin: 'ETH' });
    expect(used()).toEqual({ hyperliquid: 2 });
    await expect(exchange.orderBook!(of('spot', '@142'))).rejects.toMatchObject({
      name: 'DataIntegrityError',
    });
    server.reply = sendJson(null);
    await expect(exchange.orderBook!(of('perpetual', 'ETH'))).rejects.toMatchObject({
      name: 'TransientError',
    });
  });
});
