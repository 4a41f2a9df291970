import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import {
  bybitOk,
  instrument,
  instrumentsResult,
  spotInstrument,
  spotInstrumentsResult,
  spotTicker,
} from '../../spec-server/bybit-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../../spec-server/spec-server.js';
import { Bybit } from '../bybit.js';

const COINS = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'ADA', 'LINK', 'AVAX', 'LTC', 'PEPE'];
const PERPETUALS = [...COINS.slice(0, -1), '1000PEPE', 'LONELY'].map((base) =>
  instrument(`${base}USDT`, base),
);
const SPOT = COINS.map((coin) => spotInstrument(`${coin}USDT`, coin));
const ROWS = COINS.map((coin) =>
  spotTicker(`${coin}USDT`, coin === 'PEPE' ? { lastPrice: '0.0000098070' } : {}),
);

describe("Bybit's spot tickers", () => {
  let server: SpecServer;
  let exchange: Bybit;
  let list: unknown;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const { path, query } = request;
      const instruments =
        query['category'] === 'spot' ? spotInstrumentsResult(SPOT) : instrumentsResult(PERPETUALS);
      const result = path.endsWith('/tickers')
        ? { category: query['category'], list }
        : instruments;
      sendJson(bybitOk(result))(request, response);
    });
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    list = ROWS;
  });
  afterAll(() => server.close());

  it('come in one request, with exact decimals, by the symbol of the perpetual', async () => {
    await exchange.tradingRules();
    const before = server.seen.length;
    const tickers = await exchange.spotTickers();
    expect(server.seen.slice(before)).toMatchObject([
      { path: '/v5/market/tickers', query: { category: 'spot' } },
    ]);
    expect(tickers).toHaveLength(10);
    expect(tickers[0]).toEqual({
      symbol: 'BTC/USDT:USDT',
      spotSymbol: 'BTC/USDT',
      spotNativeId: 'BTCUSDT',
      unitsPerContract: 1,
      lastPrice: '112430.2',
      bestBidPrice: '112430.1',
      bestAskPrice: '112430.2',
    });
    expect(tickers.at(-1)).toMatchObject({
      symbol: '1000PEPE/USDT:USDT',
      spotNativeId: 'PEPEUSDT',
      unitsPerContract: 1000,
      lastPrice: '0.000009807',
    });
  });

  it('first ask for the lists that they need', async () => {
    const before = server.seen.length;
    await expect(exchange.spotTickers()).resolves.toHaveLength(10);
    const asked = server.seen.slice(before).map(({ path, query }) => [path, query['category']]);
    expect(asked).toEqual([
      ['/v5/market/instruments-info', 'linear'],
      ['/v5/market/instruments-info', 'spot'],
      ['/v5/market/tickers', 'spot'],
    ]);
  });

  it('leave out what is no counterpart, and a counterpart that has just left', async () => {
    list = [...ROWS.slice(1), spotTicker('GHOSTUSDT', { lastPrice: 'abc' })];
    const tickers = await exchange.spotTickers();
    expect(tickers.map(({ spotNativeId }) => spotNativeId)).toEqual(
      COINS.slice(1).map((coin) => `${coin}USDT`),
    );
  });

  it.each(['', '0', undefined])('know no best price where the book says "%s"', async (text) => {
    list = [...ROWS.slice(1), spotTicker('BTCUSDT', { bid1Price: text })];
    const tickers = await exchange.spotTickers();
    expect(tickers.find(({ symbol }) => symbol === 'BTC/USDT:USDT')).toMatchObject({
      bestBidPrice: undefined,
      bestAskPrice: '112430.2',
    });
  });

  it.each([
    ['empty', []],
    ['cut short', ROWS.slice(2)],
    ['missing', null],
  ])('are asked for again when the list is %s', async (_, rows) => {
    list = rows;
    await expect(exchange.spotTickers()).rejects.toThrow(TransientError);
  });

  it.each([
    ['lastPrice', ''],
    ['lastPrice', '0'],
    ['lastPrice', 'NaN'],
    ['bid1Price', '-1'],
    ['ask1Price', 'abc'],
  ])('leave out the one market whose %s is "%s"', async (field, text) => {
    list = [...ROWS.slice(1), spotTicker('BTCUSDT', { [field]: text })];
    await expect(exchange.spotTickers()).resolves.toHaveLength(9);
    expect(exchange.leftOutRows()).toMatchObject([{ row: 'BTCUSDT', list: 'tickers spot' }]);
  });

  it('leave out a market of which they say two things', async () => {
    list = [...ROWS, spotTicker('BTCUSDT', { lastPrice: '1' })];
    await expect(exchange.spotTickers()).resolves.toHaveLength(9);
  });
});
