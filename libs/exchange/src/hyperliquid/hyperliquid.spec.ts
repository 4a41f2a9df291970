import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import hyperliquid from 'ccxt/js/src/hyperliquid.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type Reply,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { CANDLE, ETH, FROM_MS } from './hyperliquid-quoted.fixture.js';
import { Hyperliquid } from './hyperliquid.js';

const CONTEXT = {
  dayNtlVlm: '1709813.11535',
  funding: '0.00004807',
  impactPxs: ['2369.3', '2369.6'],
  markPx: '2369.6',
  midPx: '2369.45',
  openInterest: '1815.4712',
  oraclePx: '2367.3',
  premium: '0.00090821',
  prevDayPx: '2381.5',
};
const UNIVERSE = [
  { name: 'ETH', szDecimals: 4, maxLeverage: 50 },
  { name: 'kPEPE', szDecimals: 0, maxLeverage: 10 },
  { name: 'MATIC', szDecimals: 1, maxLeverage: 20, isDelisted: true },
];
const TOKENS = ['USDC', 'UETH', 'PEPE', 'USDT0'].map((name, index) => ({
  name,
  szDecimals: 4,
  weiDecimals: 8,
  index,
}));

describe('Hyperliquid', () => {
  let server: SpecServer;
  let exchange: Hyperliquid;
  let contexts: readonly unknown[];
  let pairs: readonly { readonly name: string; readonly tokens: readonly number[] }[];
  let universe: readonly unknown[];
  let spotContexts: readonly unknown[] | undefined;
  let tokens: readonly unknown[];

  const answers: Record<string, () => unknown> = {
    exchangeStatus: () => ({ specialStatuses: null, time: Date.now() }),
    meta: () => ({ universe }),
    metaAndAssetCtxs: () => [{ universe }, contexts],
    spotMetaAndAssetCtxs: () => [
      { tokens, universe: pairs },
      spotContexts ??
        pairs.map(({ name }) => ({
          coin: name,
          markPx: name === '@9' ? '2.369' : '2369.0',
          midPx: null,
        })),
    ],
  };
  const byType: Reply = (request, response) =>
    sendJson(answers[(JSON.parse(request.body) as { type: string }).type]?.())(request, response);

  beforeAll(async () => {
    server = await startSpecServer(byType);
  });
  // The limit is a minute long, and its budget is spread over it: one that was not used yet does not wait.
  const open = () => new Hyperliquid({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  beforeEach(() => {
    exchange = open();
    server.reply = byType;
    contexts = UNIVERSE.map(() => CONTEXT);
    universe = UNIVERSE;
    spotContexts = undefined;
    tokens = TOKENS;
    pairs = [
      { name: '@151', tokens: [1, 0] },
      { name: '@9', tokens: [2, 0] },
      { name: '@207', tokens: [1, 3] },
    ];
  });
  afterAll(() => server.close());

  it('lists the perpetuals that trade, under the symbols that ccxt gives them', async () => {
    const ours = await exchange.markets();
    expect(ours.map(({ nativeId }) => nativeId)).toEqual(['ETH', 'kPEPE']);
    const theirs = new hyperliquid();
    theirs.urls.api = { public: server.url };
    const markets = await theirs.fetchSwapMarkets();
    const symbolOf = new Map(markets.map((market) => [market?.base, market?.symbol]));
    expect(ours.map(({ symbol }) => symbol)).toEqual([symbolOf.get('ETH'), symbolOf.get('KPEPE')]);
  });

  it('answers with the rate of the coming hour, and the middle of the book for the last price', async () => {
    const [eth] = await exchange.tickers();
    const hour = Math.floor(Date.now() / HOUR_MS);
    expect(eth).toMatchObject({
      symbol: 'ETH/USDC:USDC',
      turnoverUsdt24h: '1709813.11535',
      predictedRate: '0.00004807',
      fundingIntervalMinutes: 60,
      markPrice: '2369.6',
      lastPrice: '2369.45',
    });
    expect(eth?.nextFundingAtMs).toBeGreaterThanOrEqual(hour * HOUR_MS);
    expect((eth?.nextFundingAtMs ?? 1) % HOUR_MS).toBe(0);
  });

  it('does not guess which numbers belong to whom when the two lists differ', async () => {
    contexts = [CONTEXT];
    await expect(exchange.tickers()).rejects.toThrow(TransientError);
  });

  it('leaves out the one row that cannot be read, of each of its lists', async () => {
    contexts = [{ ...CONTEXT, funding: 'abc' }, CONTEXT, CONTEXT];
    const tickers = await exchange.tickers();
    expect(tickers.map(({ symbol }) => symbol)).toEqual(['KPEPE/USDC:USDC']);
    expect(exchange.leftOutRows()).toMatchObject([{ row: 'ETH', list: 'tickers' }]);

    universe = [...UNIVERSE, { name: 'NEW' }];
    contexts = [...contexts, CONTEXT];
    tokens = [...TOKENS, { name: 'BAD', index: 9 }];
    pairs = [...pairs, { name: '@300', tokens: [9] }];
    const other = open();
    await expect(other.markets()).resolves.toHaveLength(2);
    const rules = await other.tradingRules();
    expect(rules.map(({ spot }) => spot?.spotNativeId)).toEqual(['@151', '@9']);
    expect(other.leftOutRows()).toMatchObject([
      { row: 'NEW', list: 'universe' },
      { row: 'BAD', list: 'tokens' },
      { row: '@300', list: 'spot pairs' },
    ]);
  });

  it('finds the spot market of a coin by its bridged name, and of a thousand coins', async () => {
    const rules = await exchange.tradingRules();
    expect(rules).toMatchObject([
      {
        symbol: 'ETH/USDC:USDC',
        perpetual: { quantityStep: '0.0001', minQuantity: '0.0001', minNotionalUsdt: '10' },
        spot: { spotSymbol: 'ETH/USDC', spotNativeId: '@151', unitsPerContract: 1 },
      },
      {
        symbol: 'KPEPE/USDC:USDC',
        perpetual: { quantityStep: '1' },
        spot: { spotSymbol: 'PEPE/USDC', spotNativeId: '@9', unitsPerContract: 1_000 },
      },
    ]);
    const [eth] = await open().spotTickers();
    expect(eth).toMatchObject({ lastPrice: '2369', bestBidPrice: undefined });
    const before = server.seen.length;
    await exchange.spotTickers();
    expect(server.seen.slice(before).map(({ body }) => JSON.parse(body))).toEqual([
      { type: 'spotMetaAndAssetCtxs' },
    ]);
  });

  it('says of which coin none of the tokens can be told to be it', async () => {
    spotContexts = [
      { coin: '@151', markPx: '1.5' },
      { coin: '@9', markPx: '2.369' },
    ];
    const rules = await exchange.tradingRules();
    expect(rules.map(({ spot }) => spot?.spotNativeId)).toEqual([undefined, '@9']);
    expect(exchange.leftOutRows()).toEqual([
      { list: 'spot counterparts', row: 'ETH', fault: 'of UETH none can be told to be its coin' },
    ]);
  });

  it('was delisted when trading ended, whatever settlements of 0 come after that', async () => {
    const nowMs = Date.now();
    const lastMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - 1_500 * HOUR_MS;
    const candle = (t: number, v: string) => ({ ...CANDLE, s: 'MATIC', t, v });
    const series = [
      candle(lastMs - HOUR_MS, '3'),
      candle(lastMs, '0.1'),
      candle(lastMs + HOUR_MS, '0'),
      candle(lastMs + 1_400 * HOUR_MS, '0.0'),
    ];
    const matic = { ...ETH, symbol: 'MATIC/USDC:USDC', nativeId: 'MATIC' };
    server.reply = (request, response) => {
      const asked = JSON.parse(request.body) as {
        type: string;
        req?: { startTime: number; endTime: number; interval: string };
      };
      const { req } = asked;
      if (!req) return byType(request, response);
      const inWindow = series.filter(({ t }) => req.startTime <= t && t <= req.endTime);
      sendJson(req.interval === '1h' ? inWindow : [])(request, response);
    };
    await expect(exchange.delistedAtMs(matic)).resolves.toBe(lastMs + HOUR_MS);
    await expect(open().delistedAtMs(ETH)).resolves.toBeUndefined();
    expect(server.seen.map(({ body }) => body).join()).not.toContain(
      '"fundingHistory","coin":"MATIC"',
    );
  });

  it('has no counterpart where two tokens come to one name', async () => {
    pairs = [...pairs, { name: '@152', tokens: [1, 0] }];
    const [eth] = await exchange.tradingRules();
    expect(eth?.spot).toBeUndefined();
  });

  it('takes 422 for its refusal of a request, and a null for a failure', async () => {
    const ask = () => open().settlementPage(ETH, { fromMs: FROM_MS, toMs: FROM_MS + HOUR_MS });
    server.reply = sendText(422, 'Failed to deserialize the JSON body into the target type');
    await expect(ask()).rejects.toThrow(PermanentError);
    server.reply = sendJson({ status: 'err', response: 'no' });
    await expect(ask()).rejects.toThrow(PermanentError);
    server.reply = sendText(500, 'null');
    await expect(ask()).rejects.toThrow(TransientError);
    server.reply = sendJson(null);
    await expect(ask()).rejects.toThrow(TransientError);
    server.reply = sendText(429, 'null');
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', holdMs: 60_000 });
  });
});
