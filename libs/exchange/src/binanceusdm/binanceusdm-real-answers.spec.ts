import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { describeReal, realAnswer, realRows, realText } from '../spec-server/real-answers.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { readCandles } from './binanceusdm-candles.js';
import { readSettlements } from './binanceusdm-settlements.js';
import { BinanceUsdm } from './binanceusdm.js';

const BTC: Market = {
  exchange: 'binanceusdm',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  listedAtMs: 1567965300000,
};

/** All 820 symbols of 2026-07-04, of which only columns were kept. */
function allSymbols() {
  const rows = realRows('legs/binance/instruments/20260704T140017Z');
  return rows.map(
    ({ symbol = '', onboardDate, deliveryDate, stepSize, minQty, minNotional, ...row }) => ({
      ...row,
      symbol,
      onboardDate: Number(onboardDate),
      deliveryDate: Number(deliveryDate),
      filters: [
        { filterType: 'LOT_SIZE', stepSize, minQty },
        { filterType: 'MIN_NOTIONAL', notional: minNotional },
      ],
    }),
  );
}

describeReal({ describe, it }, "Binance's real answers", () => {
  let server: SpecServer;
  let exchange: BinanceUsdm;
  let futures: unknown;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const premiums = realAnswer('binanceusdm/fapi-premiumIndex') as {
        symbol: string;
        markPrice: string;
      }[];
      const answers: Record<string, () => unknown> = {
        '/fapi/v1/exchangeInfo': () => futures,
        // Of spot only prices were recorded: each of them is a market here.
        '/api/v3/exchangeInfo': () => ({ symbols: spotSymbols() }),
        '/fapi/v1/premiumIndex': () => premiums,
        '/fapi/v1/fundingInfo': () => realAnswer('binanceusdm/fapi-fundingInfo'),
        // Neither was recorded; the mark price stands for the last.
        '/fapi/v2/ticker/price': () =>
          premiums.map(({ symbol, markPrice }) => ({ symbol, price: markPrice })),
        '/fapi/v1/ticker/24hr': () => premiums.map(({ symbol }) => ({ symbol, quoteVolume: '1' })),
        '/api/v3/ticker/price': () => realAnswer('binanceusdm/spot-ticker-price'),
        '/api/v3/ticker/bookTicker': () => realAnswer('binanceusdm/spot-bookTicker.cut'),
      };
      sendJson(answers[request.path]?.())(request, response);
    });
  });
  beforeEach(() => {
    futures = { symbols: allSymbols() };
    exchange = new BinanceUsdm({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterEach(() => exchange.close());
  afterAll(() => server.close());

  function spotSymbols() {
    const books = realAnswer('binanceusdm/spot-bookTicker.cut') as {
      symbol: string;
      bidPrice: string;
    }[];
    return books
      .filter(({ symbol, bidPrice }) => symbol.endsWith('USDT') && Number(bidPrice) > 0)
      .map(({ symbol }) => ({
        symbol,
        status: 'TRADING',
        baseAsset: symbol.replace(/USDT$/, ''),
        quoteAsset: 'USDT',
      }));
  }

  it('list 530 perpetuals of coins and indices among 820 symbols, and 118 of other classes', async () => {
    const markets = await exchange.markets();
    const counts = new Map<string, number>();
    for (const { assetClass = '' } of markets) {
      counts.set(assetClass, (counts.get(assetClass) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      coin: 528,
      index: 2,
      stock: 108,
      commodity: 8,
      'pre-market': 2,
    });
    expect(markets.every(({ endsAtMs }) => endsAtMs === undefined)).toBe(true);
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('have rates and intervals, and announce nothing for 31 symbols', async () => {
    const classes = new Map(
      (await exchange.markets()).map(({ symbol, assetClass }) => [symbol, assetClass]),
    );
    const tickers = await exchange.tickers();
    expect(tickers).toHaveLength(648);
    const btc = tickers.find(({ symbol }) => symbol === BTC.symbol);
    expect(btc).toMatchObject({ predictedRate: '0.0001', fundingIntervalMinutes: 480 });
    const isPlain = (symbol: string) => ['coin', 'index'].includes(classes.get(symbol) ?? '');
    const hours = (count: number) =>
      tickers.filter((one) => isPlain(one.symbol) && one.fundingIntervalMinutes === count * 60)
        .length;
    expect([1, 4, 8].map(hours)).toEqual([2, 415, 113]);
    // As if all symbols traded: those without an announcement have no ticker.
    futures = {
      symbols: allSymbols().map((one) => ({
        ...one,
        contractType: 'PERPETUAL',
        status: 'TRADING',
        quoteAsset: 'USDT',
        marginAsset: 'USDT',
        baseAsset: one.symbol,
      })),
    };
    const premiums = realAnswer('binanceusdm/fapi-premiumIndex') as { symbol: string }[];
    const names = new Set(premiums.map(({ symbol }) => symbol));
    const listed = (await exchange.markets()).filter(({ nativeId }) => names.has(nativeId));
    expect(listed.length - (await exchange.tickers()).length).toBe(31);
  });

  it('are read from whole rows too, with names in Chinese and lot sizes', async () => {
    futures = realAnswer('binanceusdm/fapi-exchangeInfo.cut');
    const markets = await exchange.markets();
    expect(markets.find(({ nativeId }) => nativeId === 'BTCUSDT')).toMatchObject({
      ...BTC,
      assetClass: 'coin',
    });
    expect(markets.map(({ nativeId }) => nativeId)).toEqual(
      expect.arrayContaining(['币安人生USDT', 'XAUUSDT', 'TSLAUSDT', 'BTCDOMUSDT']),
    );
    expect(markets.map(({ nativeId }) => nativeId)).not.toContain('OMGUSDT');
    await expect(
      exchange.delistedAtMs({ ...BTC, nativeId: 'OMGUSDT', listedAtMs: 1593680400000 }),
    ).resolves.toBe(1738314000000);
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('have prices of spot, some of which have no bid', async () => {
    futures = {
      symbols: allSymbols().filter(({ symbol }) => ['BTCUSDT', 'ETHUSDT'].includes(symbol)),
    };
    const spots = await exchange.spotTickers();
    expect(spots).toMatchObject([
      { spotNativeId: 'BTCUSDT', lastPrice: '63731.09', bestBidPrice: '64954' },
      { spotNativeId: 'ETHUSDT', lastPrice: '1792.89', bestAskPrice: '1882.18' },
    ]);
  });

  it('have settlements with their jitter, and candles', () => {
    const window = { fromMs: 1781308800000, toMs: 1783872060000 };
    const reported = readSettlements(realAnswer('binanceusdm/fapi-fundingRate-BTCUSDT'), BTC, {});
    const { rows, setAside } = checkSettlementPage(reported, window);
    expect(setAside).toEqual([]);
    expect(rows).toHaveLength(reported.length);
    expect(rows.at(-1)).toEqual({
      settledAtMs: 1783872000000,
      stampedAtMs: 1783872000000,
      rate: '0.00007578',
    });
    const jitter = rows.map((row) => row.stampedAtMs - row.settledAtMs);
    expect(Math.max(...jitter)).toBe(13);
    expect(rows.every(({ settledAtMs }) => settledAtMs % (8 * HOUR_MS) === 0)).toBe(true);
    const candles = readCandles(realAnswer('binanceusdm/fapi-klines-BTCUSDT-1h'), '1h', {});
    expect(candles).toMatchObject([{ openAtMs: 1718654400000, volume: 14150.996 }, {}]);
  });

  it('refuse a region for good', async () => {
    const refusing = await startSpecServer(sendText(451, realText('binanceusdm/error-451')));
    const other = new BinanceUsdm({ url: refusing.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.markets()).rejects.toMatchObject({
      name: 'PermanentError',
      context: { scope: 'exchange' },
    });
    await other.close();
    await refusing.close();
  });
});
