import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataIntegrityError, PermanentError, TransientError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { BinanceUsdm } from './binanceusdm.js';

const FROM_MS = 1_758_672_000_000;
const BTC: Market = {
  exchange: 'binanceusdm',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  listedAtMs: 1_569_398_400_000,
};

function kline(openAtMs: number, close = '112386.50') {
  const prices = ['112157.40', '112444.00', '112067.70', close];
  return [openAtMs, ...prices, '1274.427', openAtMs + HOUR_MS - 1, '1.4', 9, '1', '1', '0'];
}

function refused(code: number, msg: string, status = 400, headers = {}) {
  return sendText(status, JSON.stringify({ code, msg }), {
    'content-type': 'application/json',
    ...headers,
  });
}

describe('Binance USD-M', () => {
  let server: SpecServer;
  let exchange: BinanceUsdm;

  const hours = (count: number) =>
    exchange.candlePage(BTC, '1h', { fromMs: FROM_MS, toMs: FROM_MS + count * HOUR_MS });
  const used = () => exchange.limiters.map((limiter) => [limiter.name, limiter.usage().inWindow]);

  beforeAll(async () => {
    server = await startSpecServer(sendJson([]));
  });
  beforeEach(() => {
    exchange = new BinanceUsdm({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    server.reply = sendJson([]);
  });
  afterAll(() => server.close());

  it('is asked for as many candles as the window holds, since the limit is what costs', async () => {
    server.reply = sendJson([kline(FROM_MS), kline(FROM_MS + HOUR_MS)]);
    await expect(hours(99)).resolves.toMatchObject([
      { openAtMs: FROM_MS, open: 112157.4, high: 112444, volume: 1274.427 },
      { openAtMs: FROM_MS + HOUR_MS, close: 112386.5 },
    ]);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/fapi/v1/klines',
      query: {
        symbol: 'BTCUSDT',
        interval: '1h',
        startTime: String(FROM_MS),
        endTime: String(FROM_MS + 99 * HOUR_MS - 1),
        limit: '99',
      },
    });
    expect(used()[0]).toEqual(['binanceusdm', 1]);
    await hours(499);
    expect(used()[0]).toEqual(['binanceusdm', 3]);
    await expect(hours(500)).rejects.toThrow(RangeError);
  });

  it.each([
    ['a price in words', [[...kline(FROM_MS, 'NaN')]], DataIntegrityError],
    [
      'an opening that is text',
      [[String(FROM_MS), ...kline(FROM_MS).slice(1)]],
      DataIntegrityError,
    ],
    ['a candle of another length', [kline(FROM_MS).with(6, FROM_MS + 59_999)], DataIntegrityError],
    ['no list', { data: [] }, TransientError],
    ['rows that are no lists', [{ openTime: FROM_MS }], TransientError],
  ])('refuses candles with %s', async (_, payload, kind) => {
    server.reply = sendJson(payload);
    await expect(hours(2)).rejects.toThrow(kind);
  });

  it('asks for every stamp that belongs to a minute of the window, in the bucket of the funding', async () => {
    const row = { symbol: 'BTCUSDT', fundingRate: '0.00010000', markPrice: '' };
    server.reply = sendJson([{ ...row, fundingTime: FROM_MS + 17 }]);
    const window = { fromMs: FROM_MS, toMs: FROM_MS + 8 * HOUR_MS };
    await expect(exchange.settlementPage(BTC, window)).resolves.toEqual([
      { stamp: String(FROM_MS + 17), rate: '0.00010000' },
    ]);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/fapi/v1/fundingRate',
      query: {
        symbol: 'BTCUSDT',
        startTime: String(FROM_MS - 30_000),
        endTime: String(FROM_MS + 8 * HOUR_MS - 30_001),
        limit: '1000',
      },
    });
    expect(used()).toEqual([
      ['binanceusdm', 0],
      ['binanceusdm.funding', 1],
      ['binanceusdm.spot', 0],
    ]);
    server.reply = sendJson([{ ...row, symbol: 'ETHUSDT', fundingTime: FROM_MS }]);
    await expect(exchange.settlementPage(BTC, window)).rejects.toThrow(DataIntegrityError);
    server.reply = sendJson([{ ...row, fundingRate: null, fundingTime: 1.5 }]);
    await expect(exchange.settlementPage(BTC, window)).resolves.toEqual([
      { stamp: '1.5', rate: '' },
    ]);
  });

  it.each([
    [-1000, TransientError, undefined],
    [-1008, TransientError, undefined],
    [-1121, PermanentError, 'request'],
    [-1122, PermanentError, 'request'],
    [-4108, PermanentError, 'request'],
    [-1130, PermanentError, 'request'],
    [-2015, PermanentError, 'exchange'],
  ])('judges %s in HTTP 400', async (code, kind, scope) => {
    server.reply = refused(code, 'said by the exchange');
    const error = await hours(2).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ context: { code, ...(scope !== undefined && { scope }) } });
  });

  it.each([
    ['429 with Retry-After', refused(-1003, '', 429, { 'retry-after': '7' }), 7_000],
    ['429 without', refused(-1003, '', 429), 60_000],
    ['418 with Retry-After', refused(-1003, '', 418, { 'retry-after': '300' }), 300_000],
    ['403 of the firewall', sendText(403, ''), 300_000],
    [
      'a ban in words',
      refused(-1003, `IP banned until ${FROM_MS + 90_000}. Please`, 400, {
        date: new Date(FROM_MS).toUTCString(),
      }),
      90_000,
    ],
  ])('keeps silence at all rate limiters after %s', async (_, reply, holdMs) => {
    server.reply = reply;
    await expect(hours(2)).rejects.toMatchObject({ name: 'TransientError', holdMs });
    for (const limiter of exchange.limiters)
      expect(limiter.heldForMs()).toBeGreaterThan(holdMs - 5_000);
    await exchange.close();
  });

  it('says when a market ended as long as its symbol is listed, and of one that goes on nothing', async () => {
    const symbol = {
      symbol: 'BTCUSDT',
      contractType: 'PERPETUAL',
      status: 'SETTLING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      onboardDate: BTC.listedAtMs,
      deliveryDate: FROM_MS,
    };
    server.reply = sendJson({ symbols: [symbol] });
    await expect(exchange.delistedAtMs(BTC)).resolves.toBe(FROM_MS);
    server.reply = sendJson({ symbols: [{ ...symbol, status: 'TRADING' }] });
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
    server.reply = sendJson({ symbols: [{ ...symbol, deliveryDate: 4_133_404_800_000 }] });
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
    server.reply = sendJson({ symbols: [] });
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
    await expect(exchange.markets()).rejects.toThrow(TransientError);
  });
});
