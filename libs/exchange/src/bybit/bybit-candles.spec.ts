import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TIMEFRAMES, timeframeMs } from '@fullcarry/domain/timeframe';
import { BTC, BTC_CANDLES, bybitOk, candlesResult } from '../spec-server/bybit-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { Bybit } from './bybit.js';

const HOUR_MS = 3_600_000;
const FROM_MS = 1758672000000;
const WINDOW = { fromMs: FROM_MS, toMs: FROM_MS + 2 * HOUR_MS };

describe("Bybit's candles", () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(sendJson({}));
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    server.reply = sendJson(bybitOk(candlesResult()));
  });
  afterAll(() => server.close());

  it('are the rows of the answer', async () => {
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).resolves.toEqual([
      {
        openAtMs: FROM_MS + HOUR_MS,
        open: 112157.4,
        high: 112444,
        low: 112067.7,
        close: 112386.5,
        volume: 1274.427,
      },
      {
        openAtMs: FROM_MS,
        open: 111937.5,
        high: 112342.2,
        low: 111757,
        close: 112157.4,
        volume: 2221.358,
      },
    ]);
  });

  it('are asked for with both bounds, which Bybit includes and a window does not', async () => {
    await exchange.candlePage(BTC, '1h', WINDOW);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/v5/market/kline',
      query: {
        category: 'linear',
        symbol: 'BTCUSDT',
        interval: '60',
        start: String(FROM_MS),
        end: String(FROM_MS + 2 * HOUR_MS - 1),
        limit: '1000',
      },
    });
  });

  it('are cut alike for every timeframe', async () => {
    const intervals = new Map<string, string | undefined>();
    for (const timeframe of TIMEFRAMES) {
      const window = { fromMs: 0, toMs: timeframeMs(timeframe) };
      await exchange.candlePage(BTC, timeframe, window);
      intervals.set(timeframe, server.seen.at(-1)?.query['interval']);
    }
    expect([...intervals.values()]).toEqual([
      '1',
      '5',
      '15',
      '30',
      '60',
      '120',
      '240',
      '360',
      '720',
      'D',
    ]);
  });

  it.each([
    ['wider than a page', 1_001],
    ['empty', 0],
    ['turned round', -1],
  ])('are not asked for in a window that is %s', async (_, steps) => {
    const before = server.seen.length;
    const window = { fromMs: FROM_MS, toMs: FROM_MS + steps * HOUR_MS };
    await expect(exchange.candlePage(BTC, '1h', window)).rejects.toThrow(RangeError);
    expect(server.seen).toHaveLength(before);
  });

  it('may be none, which says nothing yet', async () => {
    server.reply = sendJson(bybitOk(candlesResult([])));
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).resolves.toEqual([]);
    server.reply = sendJson(bybitOk({ category: '', symbol: '', list: [] }));
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).resolves.toEqual([]);
  });

  it('do not need the values that are not used', async () => {
    const [first = [], ...others] = BTC_CANDLES;
    server.reply = sendJson(bybitOk(candlesResult([[...first.slice(0, 6), ''], ...others])));
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).resolves.toHaveLength(2);
  });

  const [newest = [], oldest = []] = BTC_CANDLES;
  const withCell = (cell: number, text: string) => [
    newest,
    oldest.map((old, i) => (i === cell ? text : old)),
  ];

  it.each([
    ['of another market', candlesResult(BTC_CANDLES, 'ETHUSDT')],
    ['of no market', candlesResult(BTC_CANDLES, '')],
    ['of another market, and none of them', candlesResult([], 'ETHUSDT')],
    ['of another category', { ...candlesResult(), category: 'inverse' }],
    ['with a NaN price', candlesResult(withCell(2, 'NaN'))],
    ['with an empty price', candlesResult(withCell(4, ''))],
    ['with an infinite price', candlesResult(withCell(1, 'Infinity'))],
    ['with a price in words', candlesResult(withCell(3, 'abc'))],
    ['with no volume', candlesResult([oldest.slice(0, 5)])],
    ['at no time', candlesResult(withCell(0, 'yesterday'))],
    ['before the epoch', candlesResult(withCell(0, '-3600000'))],
  ])('are refused as a whole when there are rows %s', async (_, result) => {
    server.reply = sendJson(bybitOk(result));
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({
      name: 'DataIntegrityError',
      context: { exchange: 'bybit', endpoint: '/v5/market/kline', symbol: 'BTCUSDT' },
    });
  });
});
