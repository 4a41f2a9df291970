import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import { describeReal, realAnswer, realText } from '../spec-server/real-answers.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { readCandles } from './okx-candles.js';
import { readSettlements } from './okx-settlements.js';
import { Okx } from './okx.js';

const BTC: Market = {
  exchange: 'okx',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTC-USDT-SWAP',
  listedAtMs: 1573557408000,
  assetClass: 'coin',
};

describeReal({ describe, it }, "OKX's real answers", () => {
  let server: SpecServer;
  let exchange: Okx;
  let swaps: string;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const name = request.path.replace(/^.*\//, '');
      const answers: Readonly<Record<string, string>> = {
        'instruments SWAP': swaps,
        'instruments SPOT': 'okx/instruments-spot',
        'tickers SWAP': 'okx/tickers-swap',
        'mark-price SWAP': 'okx/mark-price-swap',
        'funding-rate ': 'okx/funding-rate-any',
      };
      const answer = answers[`${name} ${request.query['instType'] ?? ''}`] ?? 'okx/error-51001';
      sendJson(realAnswer(answer))(request, response);
    });
  });
  beforeEach(() => {
    swaps = 'okx/instruments-swap';
    exchange = new Okx({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterEach(() => exchange.close());
  afterAll(() => server.close());

  it.each([
    'okx/instruments-swap',
    'okx/instruments-swap-with-preopen',
    'okx/instruments-swap-with-preopen-trimmed',
  ])('list the swaps that trade, with one that is not open yet or without: %s', async (name) => {
    swaps = name;
    const markets = await exchange.markets();
    expect(markets.map(({ nativeId }) => nativeId.replace('-USDT-SWAP', '')).sort()).toEqual(
      ['0G', '2Z', 'AAPL', 'AAVE', 'ACH', 'BTC', 'ETH'].sort(),
    );
    expect(markets).toContainEqual(BTC);
    expect(markets.find(({ nativeId }) => nativeId.startsWith('AAPL'))?.assetClass).toBe('stock');
    await expect(exchange.tickers()).resolves.toHaveLength(7);
    await expect(exchange.tradingRules()).resolves.toHaveLength(7);
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('have turnovers in coins and the interval of each coming rate', async () => {
    const [btc] = (await exchange.tickers()).filter(({ symbol }) => symbol === BTC.symbol);
    expect(btc).toMatchObject({
      predictedRate: '0.0001',
      nextFundingAtMs: 1789833600000,
      fundingIntervalMinutes: 480,
      markPrice: '80306.7',
    });
    expect(Number(btc?.turnoverUsdt24h)).toBeCloseTo(46985.2381 * 80352.6, 3);
  });

  it.each([
    ['OKB-USDT-SWAP', 240, '0.00005'],
    ['ONE-USDT-SWAP', 60, '-0.0018087460514744'],
  ])('have the interval of %s', async (instId, minutes, rate) => {
    const renamed = (name: string) => {
      const { data, ...envelope } = realAnswer(name) as { data: { instId: string }[] };
      const rows = data.filter((row) => row.instId !== instId);
      const own = rows.find((row) => row.instId === 'BTC-USDT-SWAP');
      return sendJson({ ...envelope, data: [{ ...own, instId }] });
    };
    // Only the funding of these was recorded: the rest is BTC's under their name.
    const only = await startSpecServer((request, response) => {
      const isFunding = request.path.endsWith('/funding-rate');
      const isSwaps = request.path.endsWith('/instruments');
      const isMark = request.path.endsWith('/mark-price');
      const name = isSwaps ? 'instruments-swap' : isMark ? 'mark-price-swap' : 'tickers-swap';
      const reply = isFunding
        ? sendJson(realAnswer('okx/funding-rate-any'))
        : renamed(`okx/${name}`);
      reply(request, response);
    });
    const other = new Okx({ url: only.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.tickers()).resolves.toMatchObject([
      { fundingIntervalMinutes: minutes, predictedRate: rate },
    ]);
    await other.close();
    await only.close();
  });

  it('have lot sizes, of a swap in coins', async () => {
    const rules = await exchange.tradingRules();
    expect(rules.find(({ symbol }) => symbol === BTC.symbol)).toMatchObject({
      perpetual: { quantityStep: '0.0001', minQuantity: '0.0001' },
      spot: { spotNativeId: 'BTC-USDT', quantityStep: '0.00000001', minQuantity: '0.00001' },
    });
  });

  it('have the realised rate, and the volume in coins', () => {
    const window = { fromMs: 1704038400000, toMs: 1704067260000 };
    const reported = readSettlements(realAnswer('okx/funding-rate-history'), BTC, window, {});
    expect(checkSettlementPage(reported, window).rows).toEqual([
      { settledAtMs: 1704038400000, stampedAtMs: 1704038400000, rate: '-0.00002' },
      { settledAtMs: 1704067200000, stampedAtMs: 1704067200000, rate: '0.00015' },
    ]);
    expect(readCandles(realAnswer('okx/history-candles'), 'candles', {})[0]).toMatchObject({
      openAtMs: 1718658000000,
      volume: 2016.056,
    });
  });

  it.each([
    ['50011', 429, 'TransientError', { holdMs: 2_000 }],
    ['50014', 400, 'PermanentError', { context: { scope: 'request' } }],
    ['51001', 200, 'PermanentError', { context: { scope: 'request' } }],
  ])('refuse with %s', async (code, status, name, expected) => {
    const refusing = await startSpecServer(sendText(status, realText(`okx/error-${code}`)));
    const other = new Okx({ url: refusing.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.markets()).rejects.toMatchObject({ name, ...expected });
    await other.close();
    await refusing.close();
  });
});
