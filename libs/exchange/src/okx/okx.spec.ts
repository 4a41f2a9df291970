import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TIMEFRAMES, timeframeMs } from '@fullcarry/domain/timeframe';
import { BTC, byPath, LISTS, ok } from '../spec-server/okx-payloads.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { Okx } from './okx.js';

const HOUR_MS = 3_600_000;
const FROM_MS = Date.parse('2026-02-19T00:00Z');
const WINDOW = { fromMs: FROM_MS, toMs: FROM_MS + 2 * HOUR_MS };

const CANDLE = [
  '1771459200000',
  '66640.4',
  '66700',
  '66600.1',
  '66650',
  '1439.97',
  '14.3997',
  '959740.005',
  '1',
];
const SETTLEMENT = {
  instType: 'SWAP',
  instId: 'BTC-USDT-SWAP',
  fundingRate: '0.0002',
  realizedRate: '0.00010000',
  fundingTime: '1771459200000',
};

let server: SpecServer;
let exchange: Okx;
beforeEach(async () => {
  server = await startSpecServer(ok([]));
  exchange = new Okx({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
});
afterEach(async () => {
  await exchange.close();
  await server.close();
});

describe("OKX's candles", () => {
  it('have their volume in coins, not in contracts', async () => {
    server.reply = ok([CANDLE]);
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).resolves.toEqual([
      {
        openAtMs: FROM_MS,
        open: 66640.4,
        high: 66700,
        low: 66600.1,
        close: 66650,
        volume: 14.3997,
      },
    ]);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/api/v5/market/history-candles',
      query: {
        instId: 'BTC-USDT-SWAP',
        bar: '1H',
        before: String(FROM_MS - 1),
        after: String(FROM_MS + 2 * HOUR_MS),
        limit: '100',
      },
    });
  });

  it('are cut at midnight UTC, which OKX says from six hours on', async () => {
    const bars: (string | undefined)[] = [];
    for (const timeframe of TIMEFRAMES) {
      await exchange.candlePage(BTC, timeframe, { fromMs: 0, toMs: timeframeMs(timeframe) });
      bars.push(server.seen.at(-1)?.query['bar']);
    }
    expect(bars.join()).toBe('1m,5m,15m,30m,1H,2H,4H,6Hutc,12Hutc,1Dutc');
  });

  it('are not asked for in a window wider than a page', async () => {
    const window = { fromMs: FROM_MS, toMs: FROM_MS + 101 * HOUR_MS };
    await expect(exchange.candlePage(BTC, '1h', window)).rejects.toThrow(RangeError);
  });

  it('are refused when a value is no number', async () => {
    server.reply = ok([CANDLE.with(6, 'NaN')]);
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({
      name: 'DataIntegrityError',
    });
  });
});

describe("OKX's settlements", () => {
  it('are the realized rates, asked for backwards from the end of the window', async () => {
    server.reply = ok([SETTLEMENT]);
    await expect(exchange.settlementPage(BTC, WINDOW)).resolves.toEqual([
      { stamp: String(FROM_MS), rate: '0.00010000' },
    ]);
    expect(server.seen.at(-1)?.query).toEqual({
      instId: 'BTC-USDT-SWAP',
      after: String(FROM_MS + 2 * HOUR_MS - 30_000),
      limit: '100',
    });
  });

  it('that are older than the window come along, and are left out', async () => {
    const older = { ...SETTLEMENT, fundingTime: String(FROM_MS - 8 * HOUR_MS) };
    server.reply = ok([SETTLEMENT, older]);
    await expect(exchange.settlementPage(BTC, WINDOW)).resolves.toHaveLength(1);
  });

  it('come as they are written when there is no rate or no time', async () => {
    server.reply = ok([SETTLEMENT, { ...SETTLEMENT, realizedRate: '', fundingTime: 'soon' }]);
    await expect(exchange.settlementPage(BTC, WINDOW)).resolves.toContainEqual({
      stamp: 'soon',
      rate: '',
    });
  });

  it('are refused when there is a row of another market', async () => {
    server.reply = ok([SETTLEMENT, { ...SETTLEMENT, instId: 'ETH-USDT-SWAP' }]);
    await expect(exchange.settlementPage(BTC, WINDOW)).rejects.toMatchObject({
      name: 'DataIntegrityError',
    });
  });
});

describe("OKX's refusals", () => {
  it.each([
    ['50013', 429, 'TransientError', undefined],
    ['50026', 500, 'TransientError', undefined],
    ['50004', 400, 'TransientError', undefined],
    ['50011', 200, 'TransientError', undefined],
    ['51001', 200, 'PermanentError', 'request'],
    ['51000', 400, 'PermanentError', 'request'],
    ['50007', 200, 'PermanentError', 'exchange'],
    ['59999', 200, 'PermanentError', 'request'],
  ])('code %s with status %i is a %s', async (code, status, name, scope) => {
    server.reply = sendText(status, JSON.stringify({ code, msg: 'as it is', data: [] }));
    const error: unknown = await exchange.settlementPage(BTC, WINDOW).catch((one: unknown) => one);
    expect(error).toMatchObject({ name, context: scope === undefined ? {} : { scope } });
  });

  it('of too many requests hold every rate limiter for a window of the limit', async () => {
    server.reply = sendText(
      429,
      JSON.stringify({ code: '50011', msg: 'Too Many Requests', data: [] }),
    );
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({ holdMs: 2_000 });
    for (const limiter of exchange.limiters) expect(limiter.heldForMs()).toBeGreaterThan(0);
  });

  it.each([null, undefined, 'x'])('never pass for an empty list: data %j', async (data) => {
    server.reply = sendJson({ code: '0', msg: '', data });
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({
      name: 'TransientError',
    });
  });
});

it('counts candles, funding, tickers and the rest at a rate limiter each', async () => {
  await exchange.candlePage(BTC, '1h', WINDOW);
  await exchange.settlementPage(BTC, WINDOW);
  await exchange.settlementPage(BTC, WINDOW);
  server.reply = byPath(LISTS);
  await expect(exchange.tickers()).rejects.toMatchObject({ name: 'TransientError' });
  const counts = exchange.limiters.map((limiter) => [limiter.name, limiter.usage().requestsTotal]);
  expect(Object.fromEntries(counts)).toEqual({
    okx: 1,
    'okx.tickers': 3,
    'okx.history-candles': 1,
    'okx.history-mark-price-candles': 0,
    'okx.funding-history': 2,
    'okx.books': 0,
  });
});
