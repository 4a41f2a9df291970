import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import {
  bybitOk,
  instrument,
  instrumentsResult,
  ticker,
} from '../../spec-server/bybit-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../../spec-server/spec-server.js';
import { Bybit } from '../bybit.js';

const LISTED = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'ADA', 'LINK', 'AVAX', 'LTC', 'BNB', 'INJ'];
const INSTRUMENTS = LISTED.map((base) =>
  instrument(`${base}USDT`, base, base === 'INJ' ? { fundingInterval: 60 } : {}),
);
const ROWS = LISTED.map((base) => ticker(`${base}USDT`));

describe("Bybit's tickers", () => {
  let server: SpecServer;
  let exchange: Bybit;
  let list: unknown;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const result = request.path.endsWith('/tickers')
        ? { category: 'linear', list }
        : instrumentsResult(INSTRUMENTS);
      sendJson(bybitOk(result))(request, response);
    });
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    list = ROWS;
  });
  afterAll(() => server.close());

  it('come in one request, with exact decimals', async () => {
    await exchange.markets();
    const before = server.seen.length;
    const tickers = await exchange.tickers();
    expect(server.seen).toHaveLength(before + 1);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/v5/market/tickers',
      query: { category: 'linear' },
    });
    expect(tickers).toHaveLength(11);
    expect(tickers[0]).toEqual({
      symbol: 'BTC/USDT:USDT',
      turnoverUsdt24h: '7312994512.9931',
      predictedRate: '0.00006512',
      nextFundingAtMs: 1758700800000,
      fundingIntervalMinutes: 480,
      markPrice: '112388.16',
      lastPrice: '112386.5',
      openInterest: '52311.802',
    });
  });

  it('leave out what is not a listed market', async () => {
    list = [
      ...ROWS,
      ticker('BTCPERP'),
      ticker('BTCUSDT-26DEC25', { fundingRate: '', nextFundingTime: '0', markPrice: '' }),
      ticker('GHOSTUSDT', { turnover24h: '99999999999999' }),
    ];
    await expect(exchange.tickers()).resolves.toHaveLength(11);
  });

  it.each([
    [{ fundingRate: '', nextFundingTime: '0' }],
    [{ fundingRate: '', nextFundingTime: '' }],
    // Hours before the answer itself.
    [{ nextFundingTime: '1758672000000' }],
  ])('leave out a market for which no funding is announced: %j', async (nothing) => {
    list = [...ROWS.slice(1), ticker('BTCUSDT', nothing)];
    const tickers = await exchange.tickers();
    expect(exchange.leftOutRows()).toEqual([]);
    expect(tickers.map(({ symbol }) => symbol)).not.toContain('BTC/USDT:USDT');
    expect(tickers).toHaveLength(10);
  });

  it("have the interval in force, from the instrument where they don't", async () => {
    list = [
      ...ROWS.slice(1, -2),
      ticker('BTCUSDT', { fundingIntervalHour: '4' }),
      ticker('INJUSDT', { fundingIntervalHour: undefined }),
      ticker('BNBUSDT', { fundingIntervalHour: '12' }),
    ];
    const tickers = await exchange.tickers();
    const minutes = (symbol: string) =>
      tickers.find((row) => row.symbol === symbol)?.fundingIntervalMinutes;
    expect(minutes('BTC/USDT:USDT')).toBe(240);
    expect(minutes('INJ/USDT:USDT')).toBe(60);
    expect(minutes('BNB/USDT:USDT')).toBe(720);
  });

  it.each(['', undefined])('know no open interest where the row says %p', async (openInterest) => {
    list = [...ROWS.slice(1), ticker('BTCUSDT', { openInterest })];
    const tickers = await exchange.tickers();
    expect(tickers.find(({ symbol }) => symbol === 'BTC/USDT:USDT')).toMatchObject({
      openInterest: undefined,
      lastPrice: '112386.5',
    });
  });

  it('may lack a market that has just left', async () => {
    list = ROWS.slice(1);
    await expect(exchange.tickers()).resolves.toHaveLength(10);
  });

  it.each([
    ['empty', []],
    ['cut short', ROWS.slice(2)],
    ['missing', null],
  ])('are asked for again when the list is %s', async (_, rows) => {
    list = rows;
    await expect(exchange.tickers()).rejects.toThrow(TransientError);
  });

  it.each([
    ['turnover24h', ''],
    ['turnover24h', 'NaN'],
    ['turnover24h', '-1'],
    ['fundingRate', 'abc'],
    ['fundingRate', ''],
    ['nextFundingTime', 'soon'],
    ['markPrice', '0'],
    ['lastPrice', 'Infinity'],
    ['fundingIntervalHour', '0'],
    ['fundingIntervalHour', '1.5'],
  ])('leave out the one market whose %s is "%s", and the others are there', async (field, text) => {
    list = [...ROWS.slice(1), ticker('BTCUSDT', { [field]: text })];
    const tickers = await exchange.tickers();
    expect(tickers.map(({ symbol }) => symbol)).toEqual(
      LISTED.slice(1).map((base) => `${base}/USDT:USDT`),
    );
    expect(exchange.leftOutRows()).toMatchObject([{ row: 'BTCUSDT', list: 'tickers linear' }]);
    expect(exchange.leftOutRows()[0]?.fault).toContain(field);
  });

  it('are refused when much cannot be read, with the name of a row', async () => {
    list = [
      ...ROWS.slice(4),
      ...LISTED.slice(0, 4).map((base) => ticker(`${base}USDT`, { lastPrice: '' })),
    ];
    await expect(exchange.tickers()).rejects.toMatchObject({
      name: 'DataIntegrityError',
      context: { exchange: 'bybit', row: 'BTCUSDT', unreadable: 4, rows: 11 },
    });
  });

  it('leave out a market of which they say two things, and keep one that stands there twice', async () => {
    list = [...ROWS, ticker('BTCUSDT', { fundingRate: '0.01' }), ticker('ETHUSDT')];
    const symbols = (await exchange.tickers()).map(({ symbol }) => symbol);
    expect(symbols).not.toContain('BTC/USDT:USDT');
    expect(symbols.filter((symbol) => symbol === 'ETH/USDT:USDT')).toHaveLength(1);
    expect(symbols).toHaveLength(10);
  });
});
