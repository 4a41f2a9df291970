import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BTC, byPath, LISTS, ok, SPOT, SWAP } from '../spec-server/okx-payloads.js';
import { startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { Okx } from './okx.js';

const HOUR_MS = 3_600_000;
const FROM_MS = Date.parse('2026-02-19T00:00Z');

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

describe("OKX's markets", () => {
  it('are the live linear swaps against USDT', async () => {
    const others = [
      { ...SWAP, instId: 'BTC-USDC-SWAP', uly: 'BTC-USDC', settleCcy: 'USDC' },
      { ...SWAP, instId: 'BTC-USD-SWAP', uly: 'BTC-USD', settleCcy: 'BTC', ctType: 'inverse' },
      { ...SWAP, instId: 'NEW-USDT-SWAP', uly: 'NEW-USDT', state: 'preopen' },
    ];
    server.reply = ok([SWAP, ...others]);
    await expect(exchange.markets()).resolves.toEqual([BTC]);
  });

  it('do not fail by a swap that is not open yet, whose fields are empty for weeks', async () => {
    const preopen = {
      ...SWAP,
      instId: 'JP225-USDT-SWAP',
      uly: '',
      settleCcy: '',
      ctType: '',
      ctVal: '',
      ctMult: '',
      lotSz: '',
      minSz: '',
      state: 'preopen',
    };
    const bare = { instId: 'JP226-USDT-SWAP', instType: 'SWAP', state: 'preopen', uly: '' };
    server.reply = byPath({
      'instruments SWAP': ok([preopen, bare, SWAP]),
      'instruments SPOT': ok([SPOT]),
      'tickers SPOT': ok([{ instId: 'BTC-USDT', last: '66639', bidPx: '66638', askPx: '' }]),
    });
    await expect(exchange.markets()).resolves.toEqual([BTC]);
    await expect(exchange.tradingRules()).resolves.toHaveLength(1);
    await expect(exchange.spotTickers()).resolves.toHaveLength(1);
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('are read without a live one whose row cannot be read, which is named', async () => {
    const ETH = { ...SWAP, instId: 'ETH-USDT-SWAP', uly: 'ETH-USDT' };
    server.reply = ok([{ ...ETH, uly: '' }, SWAP]);
    await expect(exchange.markets()).resolves.toEqual([BTC]);
    expect(exchange.leftOutRows()).toMatchObject([{ row: 'ETH-USDT-SWAP' }]);
    server.reply = ok([{ ...ETH, uly: '' }]);
    await expect(exchange.markets()).rejects.toMatchObject({
      name: 'DataIntegrityError',
      context: { row: 'ETH-USDT-SWAP' },
    });
  });

  it('have tickers without a new one that nobody has traded yet: `last` is empty for seconds', async () => {
    const ids = ['BTC-USDT-SWAP', 'NEW-USDT-SWAP'];
    const rows = (row: object) => ok(ids.map((instId) => ({ instId, ...row })));
    const quoted = { bidPx: '1', askPx: '1.1', volCcy24h: '0' };
    server.reply = byPath({
      'instruments SWAP': ok([SWAP, { ...SWAP, instId: ids[1], uly: 'NEW-USDT' }]),
      'tickers SWAP': ok([
        { instId: ids[0], last: '66640.4', ...quoted },
        { instId: ids[1], last: '', ...quoted },
      ]),
      'funding-rate': rows({
        fundingRate: '0.0001',
        prevFundingTime: String(FROM_MS - 8 * HOUR_MS),
        fundingTime: String(FROM_MS),
        nextFundingTime: String(FROM_MS + 8 * HOUR_MS),
      }),
      'mark-price SWAP': rows({ markPx: '1' }),
    });
    await expect(exchange.tickers()).resolves.toMatchObject([{ symbol: 'BTC/USDT:USDT' }]);
    expect(exchange.leftOutRows()).toMatchObject([
      { list: '/api/v5/market/tickers', row: 'NEW-USDT-SWAP' },
    ]);
  });

  it('are ranked by coins × last price, and announce funding by the interval that ends at it', async () => {
    server.reply = byPath({
      ...LISTS,
      'tickers SWAP': ok([{ instId: 'BTC-USDT-SWAP', last: '66640.4', volCcy24h: '0.3' }]),
      'funding-rate': ok([
        {
          instId: 'BTC-USDT-SWAP',
          fundingRate: '-0.00005',
          prevFundingTime: String(FROM_MS - 8 * HOUR_MS),
          fundingTime: String(FROM_MS),
          nextFundingTime: String(FROM_MS + HOUR_MS),
          ts: String(FROM_MS - HOUR_MS),
        },
      ]),
      'mark-price SWAP': ok([{ instId: 'BTC-USDT-SWAP', markPx: '66641' }]),
    });
    await expect(exchange.tickers()).resolves.toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        turnoverUsdt24h: '19992.12',
        predictedRate: '-0.00005',
        nextFundingAtMs: FROM_MS,
        fundingIntervalMinutes: 480,
        markPrice: '66641',
        lastPrice: '66640.4',
      },
    ]);
  });

  it.each([
    ['each 6 h', 6, String(FROM_MS), {}, [[360]]],
    ['each 3 h', 3, String(FROM_MS), {}, [[180]]],
    ['at no whole hours', 1.5, String(FROM_MS), {}, 'left out'],
    ['never before', 8, String(FROM_MS), { prevFundingTime: '' }, []],
    ['long ago', 8, '1', {}, []],
  ])('are settled %s, or have no ticker', async (_, hours, fundingTime, change, expected) => {
    const row = {
      fundingRate: '0.0001',
      prevFundingTime: String(FROM_MS - hours * HOUR_MS),
      fundingTime,
      nextFundingTime: String(FROM_MS + HOUR_MS),
      ts: String(FROM_MS),
    };
    server.reply = byPath({
      ...LISTS,
      'tickers SWAP': ok([{ instId: 'BTC-USDT-SWAP', last: '1', volCcy24h: '1' }]),
      'funding-rate': ok([{ instId: 'BTC-USDT-SWAP', ...row, ...change }]),
      'mark-price SWAP': ok([{ instId: 'BTC-USDT-SWAP', markPx: '1' }]),
    });
    if (expected === 'left out') {
      await expect(exchange.tickers()).rejects.toMatchObject({ context: { row: 'BTC-USDT-SWAP' } });
      return;
    }
    const tickers = await exchange.tickers();
    expect(tickers.map((one) => [one.fundingIntervalMinutes])).toEqual(expected);
  });

  it('are traded in coins on both legs', async () => {
    server.reply = byPath({
      ...LISTS,
      'tickers SPOT': ok([{ instId: 'BTC-USDT', last: '66639', bidPx: '66638', askPx: '' }]),
    });
    const named = { spotSymbol: 'BTC/USDT', spotNativeId: 'BTC-USDT', unitsPerContract: 1 };
    await expect(exchange.tradingRules()).resolves.toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        perpetual: { quantityStep: '0.0001', minQuantity: '0.0001', minNotionalUsdt: '0' },
        spot: {
          ...named,
          quantityStep: '0.00000001',
          minQuantity: '0.00001',
          minNotionalUsdt: '0',
        },
      },
    ]);
    await expect(exchange.spotTickers()).resolves.toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        ...named,
        lastPrice: '66639',
        bestBidPrice: '66638',
        bestAskPrice: undefined,
      },
    ]);
  });

  it('say what they are about and when they are to end, and have no spot of another class', async () => {
    const swaps = [
      ['AAPL', { instCategory: '3', expTime: String(FROM_MS) }],
      ['XAU', { instCategory: '4' }],
      ['MON', { ruleType: 'pre_market' }],
      ['EUR', { instCategory: '5' }],
      ['OLD', { instCategory: undefined }],
    ] as const;
    const named = (base: string) => ({ instId: `${base}-USDT-SWAP`, uly: `${base}-USDT` });
    const spot = (baseCcy: string) => ({ ...SPOT, instId: `${baseCcy}-USDT`, baseCcy });
    server.reply = byPath({
      'instruments SWAP': ok(
        swaps.map(([base, change]) => ({ ...SWAP, ...named(base), ...change })),
      ),
      'instruments SPOT': ok(swaps.map(([base]) => spot(base))),
    });
    const markets = await exchange.markets();
    expect(markets.map(({ assetClass, endsAtMs }) => [assetClass, endsAtMs])).toEqual([
      ['stock', FROM_MS],
      ['commodity', undefined],
      ['pre-market', undefined],
      ['unknown', undefined],
      ['unknown', undefined],
    ]);
    const rules = await exchange.tradingRules();
    expect(rules.map((one) => one.spot?.spotNativeId)).toEqual([
      ...[undefined, undefined, undefined],
      ...['EUR-USDT', 'OLD-USDT'],
    ]);
  });

  it('have ended when they were announced to, and have left the list', async () => {
    const ends = { ...SWAP, instId: 'OLD-USDT-SWAP', uly: 'OLD-USDT', expTime: String(FROM_MS) };
    const old = { ...BTC, symbol: 'OLD/USDT:USDT', nativeId: 'OLD-USDT-SWAP' };
    server.reply = ok([SWAP, ends]);
    await expect(exchange.delistedAtMs(old)).resolves.toBeUndefined();
    server.reply = ok([SWAP]);
    await expect(exchange.delistedAtMs(old)).resolves.toBe(FROM_MS);
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
  });
});
