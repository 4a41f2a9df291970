import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { sendJson, startSpecServer, type SpecServer } from '../../spec-server/spec-server.js';
import { BinanceUsdm } from '../binanceusdm.js';

const FROM_MS = 1_758_672_000_000;

describe("Binance's lists", () => {
  let server: SpecServer;
  let exchange: BinanceUsdm;

  beforeAll(async () => {
    server = await startSpecServer(sendJson([]));
  });
  beforeEach(() => {
    exchange = new BinanceUsdm({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterAll(() => server.close());

  it('are read without the rows that cannot be read, of each of its lists', async () => {
    const coins = ['BTC', 'ETH', 'SOL', 'XRP', 'BAD'];
    const filters = [
      { filterType: 'LOT_SIZE', stepSize: '0.001', minQty: '0.001' },
      { filterType: 'MIN_NOTIONAL', notional: '5', minNotional: '5' },
    ];
    const listed = coins.map((coin) => ({
      symbol: `${coin}USDT`,
      contractType: 'PERPETUAL',
      underlyingType: 'COIN',
      status: 'TRADING',
      baseAsset: coin,
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      onboardDate: FROM_MS,
      deliveryDate: 4_133_404_800_000,
      filters,
    }));
    const rows = (row: object) => coins.map((coin) => ({ symbol: `${coin}USDT`, ...row }));
    const nextFundingTime = Date.now() + HOUR_MS;
    const answers: Record<string, unknown> = {
      '/fapi/v1/exchangeInfo': {
        symbols: [
          ...listed.slice(0, 4),
          { ...listed[4], onboardDate: -1 },
          { ...listed[4], symbol: 'OLDUSDT', status: 'SETTLING', deliveryDate: 'soon' },
        ],
      },
      '/api/v3/exchangeInfo': { symbols: [listed[0], { ...listed[1], filters: [] }, listed[2]] },
      '/fapi/v1/premiumIndex': [
        ...rows({ markPrice: '1', lastFundingRate: '0.0001', nextFundingTime }).slice(1),
        { symbol: 'BTCUSDT', markPrice: '', lastFundingRate: '0.0001', nextFundingTime },
      ],
      '/fapi/v2/ticker/price': rows({ price: '1' }),
      '/fapi/v1/ticker/24hr': rows({ quoteVolume: '1' }),
      '/fapi/v1/fundingInfo': [
        { symbol: 'ETHUSDT', fundingIntervalHours: 4 },
        { symbol: 'SOLUSDT', fundingIntervalHours: 0 },
      ],
    };
    server.reply = (request, response) => sendJson(answers[request.path])(request, response);
    const symbols = (list: readonly { symbol: string }[]) => list.map(({ symbol }) => symbol);
    expect(symbols(await exchange.markets())).toEqual(
      coins.slice(0, 4).map((coin) => `${coin}/USDT:USDT`),
    );
    // Of SOL it is said that its interval is another than the usual one, and not which.
    await expect(exchange.tickers()).resolves.toMatchObject([
      { symbol: 'ETH/USDT:USDT', fundingIntervalMinutes: 240 },
      { symbol: 'XRP/USDT:USDT', fundingIntervalMinutes: 480 },
    ]);
    expect(symbols(await exchange.tradingRules())).toEqual(
      ['BTC', 'SOL', 'XRP'].map((coin) => `${coin}/USDT:USDT`),
    );
    expect(exchange.leftOutRows().map(({ list, row }) => [list, row])).toEqual([
      ['instruments futures', 'BADUSDT'],
      ['/fapi/v1/premiumIndex', 'BTCUSDT'],
      ['/fapi/v1/fundingInfo', 'SOLUSDT'],
      ['lot sizes', 'ETHUSDT'],
    ]);
  });

  it('say what the markets are about and when they are to end, and match no spot of another class', async () => {
    const filters = [
      { filterType: 'LOT_SIZE', stepSize: '0.001', minQty: '0.001' },
      { filterType: 'MIN_NOTIONAL', notional: '5', minNotional: '5' },
    ];
    const symbol = (baseAsset: string, underlyingType: string, change: object = {}) => ({
      symbol: `${baseAsset}USDT`,
      contractType: 'PERPETUAL',
      underlyingType,
      status: 'TRADING',
      baseAsset,
      quoteAsset: 'USDT',
      marginAsset: 'USDT',
      onboardDate: FROM_MS,
      deliveryDate: 4_133_404_800_000,
      filters,
      ...change,
    });
    const tradfi = { contractType: 'TRADIFI_PERPETUAL' };
    const symbols = [
      symbol('BTC', 'COIN', { deliveryDate: FROM_MS + HOUR_MS }),
      symbol('ALL', 'INDEX'),
      symbol('ON', 'EQUITY', tradfi),
      symbol('SAMSUNG', 'KR_EQUITY', tradfi),
      symbol('XAU', 'COMMODITY', tradfi),
      symbol('OPENAI', 'PREMARKET', tradfi),
      symbol('RAIN', 'WEATHER', tradfi),
    ];
    server.reply = sendJson({ symbols });
    const markets = await exchange.markets();
    expect(markets.map(({ assetClass, endsAtMs }) => [assetClass, endsAtMs])).toEqual([
      ['coin', FROM_MS + HOUR_MS],
      ...['index', 'stock', 'stock', 'commodity', 'pre-market', 'unknown'].map((one) => [
        one,
        undefined,
      ]),
    ]);
    // The same list stands for spot: each name is there.
    const rules = await exchange.tradingRules();
    expect(rules.flatMap(({ spot }) => spot?.spotNativeId ?? [])).toEqual(['BTCUSDT', 'RAINUSDT']);
  });
});
