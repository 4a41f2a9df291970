import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Market } from '@fullcarry/domain/market';
import { TIMEFRAMES, timeframeMs } from '@fullcarry/domain/timeframe';
import {
  sendJson,
  sendText,
  startSpecServer,
  type Reply,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { Okx } from './okx.js';

const HOUR_MS = 3_600_000;
const FROM_MS = Date.parse('2026-02-19T00:00Z');
const WINDOW = { fromMs: FROM_MS, toMs: FROM_MS + 2 * HOUR_MS };
const BTC: Market = {
  exchange: 'okx',
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTC-USDT-SWAP',
  listedAtMs: 1_573_557_408_000,
  assetClass: 'coin',
};

const ok = (data: unknown) => sendJson({ code: '0', msg: '', data });

/** As OKX writes it; what is not read is left out. */
const SWAP = {
  instType: 'SWAP',
  instId: 'BTC-USDT-SWAP',
  instCategory: '1',
  ruleType: 'normal',
  uly: 'BTC-USDT',
  settleCcy: 'USDT',
  ctType: 'linear',
  ctVal: '0.01',
  ctMult: '1',
  ctValCcy: 'BTC',
  state: 'live',
  listTime: '1573557408000',
  expTime: '',
  lotSz: '0.01',
  minSz: '0.01',
};
const SPOT = {
  instType: 'SPOT',
  instId: 'BTC-USDT',
  instCategory: '1',
  ruleType: 'normal',
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  state: 'live',
  lotSz: '0.00000001',
  minSz: '0.00001',
};
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

/** Answers by the end of the path; `?instType=` tells the two lists apart. */
function byPath(replies: Readonly<Record<string, Reply>>): Reply {
  return (request, response) => {
    const name = `${request.path.replace(/^.*\//, '')} ${request.query['instType'] ?? ''}`.trim();
    (replies[name] ?? ok([]))(request, response);
  };
}

const LISTS = { 'instruments SWAP': ok([SWAP]), 'instruments SPOT': ok([SPOT]) };

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
        fundingRate: '-0.00005',
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

  it('of too many requests hold every gate for a window of the limit', async () => {
    server.reply = sendText(
      429,
      JSON.stringify({ code: '50011', msg: 'Too Many Requests', data: [] }),
    );
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({ holdMs: 2_000 });
    for (const gate of exchange.gates) expect(gate.heldForMs()).toBeGreaterThan(0);
  });

  it.each([null, undefined, 'x'])('never pass for an empty list: data %j', async (data) => {
    server.reply = sendJson({ code: '0', msg: '', data });
    await expect(exchange.candlePage(BTC, '1h', WINDOW)).rejects.toMatchObject({
      name: 'TransientError',
    });
  });
});

it('counts candles, funding, tickers and the rest at a gate each', async () => {
  await exchange.candlePage(BTC, '1h', WINDOW);
  await exchange.settlementPage(BTC, WINDOW);
  await exchange.settlementPage(BTC, WINDOW);
  server.reply = byPath(LISTS);
  await expect(exchange.tickers()).rejects.toMatchObject({ name: 'TransientError' });
  const counts = exchange.gates.map((gate) => [gate.name, gate.usage().requestsTotal]);
  expect(Object.fromEntries(counts)).toEqual({
    okx: 1,
    'okx.tickers': 3,
    'okx.history-candles': 1,
    'okx.funding-history': 2,
  });
});
