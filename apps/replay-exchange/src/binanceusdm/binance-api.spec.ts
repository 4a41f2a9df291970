import { afterEach, describe, expect, it } from '@jest/globals';
import { MainClient, USDMClient } from 'binance';
import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';
import { ARCHIVE_FAULTS } from './archive/archive-faults.js';
import { BINANCE_FAULTS } from './binance-faults.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');
const BTC = 'BTCUSDT';
const FUNDING = '/fapi/v1/fundingRate?symbol=BTCUSDT&limit=1';
const WEIGHTY = '/fapi/v1/ticker/24hr';

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

/** Unmodified third-party clients are the judge of whether this is Binance's API. */
async function start(options: ReplayOptions = {}): Promise<USDMClient> {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    apis: ['binanceusdm'],
    symbols: [
      ...['BTCUSDT', '1000PEPEUSDT', 'ANIMEUSDT', 'INJUSDT', 'ENAUSDT'],
      ...['LTCPERP', 'TONUSDT', 'SEIUSDT'],
    ],
    ...options,
  });
  return new USDMClient({ baseUrl: exchange.url });
}

function get(path: string): Promise<Response> {
  return fetch(`${exchange?.url}${path}`);
}

async function limits() {
  const stats = (await (await get('/replay/stats')).json()) as {
    breaches: number;
    limits: { name: string; peak: number; breaches: number }[];
  };
  return stats.limits.map(({ name, peak, breaches }) => [name, peak, breaches]);
}

describe("Binance's markets", () => {
  it('are listed all at once, a delisted one too, with the time of its end', async () => {
    const client = await start();
    const { symbols } = await client.getExchangeInfo();
    expect(symbols.map((one) => [one.symbol, one.status, one.marginAsset])).toEqual([
      ['1000PEPEUSDT', 'TRADING', 'USDT'],
      ['ANIMEUSDT', 'TRADING', 'USDT'],
      ['BTCUSDT', 'TRADING', 'USDT'],
      ['ENAUSDT', 'TRADING', 'USDT'],
      ['INJUSDT', 'TRADING', 'USDT'],
      ['LTCUSDC', 'TRADING', 'USDC'],
      ['TONUSDT', 'SETTLING', 'USDT'],
    ]);
    const [pepe] = symbols;
    expect(pepe).toMatchObject({ contractType: 'PERPETUAL', deliveryDate: 4_133_404_800_000 });
    expect(symbols.at(-1)!.deliveryDate).toBeLessThan(NOW_MS);
    expect(await client.getServerTime()).toBe(NOW_MS);
  });

  it('have tickers, a premium with the rate to come, and an interval where it is unusual', async () => {
    const client = await start();
    const days = await client.get24hrChangeStatistics();
    expect(days.map(({ symbol }) => symbol)).toContain('SEIUSDT');
    const [btc] = days.filter(({ symbol }) => symbol === BTC);
    expect(await client.get24hrChangeStatistics({ symbol: BTC })).toEqual(btc);
    expect(await client.getSymbolPriceTickerV2({ symbol: BTC })).toMatchObject({
      price: btc!.lastPrice,
    });
    expect(await client.getMarkPrice({ symbol: BTC })).toMatchObject({
      markPrice: btc!.lastPrice,
      nextFundingTime: Date.parse('2026-09-01T16:00:00Z'),
    });
    expect(await client.getFundingRates()).toMatchObject([
      { symbol: 'ANIMEUSDT', fundingIntervalHours: 4 },
      { symbol: 'ENAUSDT', fundingIntervalHours: 4 },
      { symbol: 'LTCUSDC', fundingIntervalHours: 4 },
    ]);
  });

  it('have spot markets coin by coin, each with a book around its price', async () => {
    await start();
    const spot = new MainClient({ baseUrl: exchange!.url });
    const { symbols } = await spot.getExchangeInfo();
    expect(symbols.map(({ symbol }) => symbol)).toEqual([
      ...['ANIMEUSDT', 'BTCUSDC', 'BTCUSDT', 'ENAUSDT', 'INJUSDT', 'PEPEUSDT'],
    ]);
    const price = await spot.getSymbolPriceTicker({ symbol: 'PEPEUSDT' });
    const book = await spot.getSymbolOrderBookTicker({ symbol: 'PEPEUSDT' });
    const { price: last } = price as { price: string };
    const { bidPrice, askPrice } = book as { bidPrice: string; askPrice: string };
    expect(Number(bidPrice)).toBeLessThan(Number(last));
    expect(Number(askPrice)).toBeGreaterThan(Number(last));
    const depth = await spot.getOrderBook({ symbol: 'PEPEUSDT', limit: 100 });
    expect([depth.bids[0]?.[0], depth.asks[0]?.[0]]).toEqual([bidPrice, askPrice]);
    expect(depth).not.toHaveProperty('E');
  });

  it('have a synthetic book of a perpetual, as deep as one of the limits, for a weight that grows', async () => {
    const futures = await start();
    const { bids, asks, E } = await futures.getOrderBook({ symbol: BTC, limit: 20 });
    expect([bids.length, asks.length, E]).toEqual([20, 20, NOW_MS]);
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
    await expect(futures.getOrderBook({ symbol: BTC, limit: 21 as 20 })).rejects.toMatchObject({
      code: -4021,
    });
    await expect(futures.getOrderBook({ symbol: 'NOPE', limit: 20 })).rejects.toMatchObject({
      code: -1121,
    });
    const weightOf = async (path: string) => {
      await fetch(`${exchange?.url}/replay/reset`, { method: 'POST' });
      const answer = await fetch(`${exchange?.url}${path}`);
      return Number(answer.headers.get('x-mbx-used-weight-1m'));
    };
    const of = async (path: string, limits: readonly number[]) => {
      const weights: number[] = [];
      for (const limit of limits) weights.push(await weightOf(`${path}${limit}`));
      return weights;
    };
    expect(await of('/fapi/v1/depth?symbol=BTCUSDT&limit=', [50, 100, 500, 1_000])).toEqual([
      2, 5, 10, 20,
    ]);
    expect(await of('/api/v3/depth?symbol=BTCUSDT&limit=', [100, 500, 1_000, 5_000])).toEqual([
      5, 25, 50, 250,
    ]);
  });
});

describe("Binance's history", () => {
  it('is candles oldest first from a beginning, else the newest, the open one as it stands', async () => {
    const client = await start();
    const asked = { symbol: BTC, interval: '1h' as const };
    const startTime = OPEN_AT_MS - 100 * HOUR_MS;
    const openings = async (more: object) =>
      (await client.getKlines({ ...asked, ...more })).map(([openAtMs]) => openAtMs);
    expect(await openings({ startTime, limit: 2 })).toEqual([startTime, startTime + HOUR_MS]);
    expect(await openings({ startTime, endTime: startTime + HOUR_MS - 1 })).toEqual([startTime]);
    expect(await openings({ limit: 2 })).toEqual([OPEN_AT_MS - HOUR_MS, OPEN_AT_MS]);
    expect(await openings({})).toHaveLength(500);
    expect(await openings({ limit: 2_000 })).toHaveLength(1_500);
    const [row] = await client.getKlines({ ...asked, limit: 1 });
    expect(row![6]).toBe(OPEN_AT_MS + HOUR_MS - 1);
  });

  it('is settlements oldest first, with the stamps and texts that were recorded', async () => {
    const client = await start();
    const startTime = NOW_MS - 30 * DAY_MS;
    const first = await client.getFundingRateHistory({ symbol: 'ANIMEUSDT', startTime, limit: 5 });
    const all = await client.getFundingRateHistory({
      symbol: 'ANIMEUSDT',
      startTime,
      limit: 1_000,
    });
    expect(all.slice(0, 5)).toEqual(first);
    expect(all.every((row, i) => i === 0 || row.fundingTime > all[i - 1]!.fundingTime)).toBe(true);
    const jitterMs = all.map(({ fundingTime }) => fundingTime % HOUR_MS);
    expect(Math.max(...jitterMs)).toBeGreaterThan(1);
    expect(Math.max(...jitterMs)).toBeLessThanOrEqual(17);
    expect(await client.getFundingRateHistory({ symbol: BTC })).toHaveLength(100);
  });
});

describe("Binance's refusals", () => {
  it.each([
    ['fundingRate?symbol=NOPEUSDT', -1121],
    ['ticker/24hr?symbol=TONUSDT', -1121],
    ['klines?interval=1h', -1102],
    ['klines?symbol=BTCUSDT&interval=7h', -1120],
    ['klines?symbol=BTCUSDT&interval=1h&startTime=2&endTime=1', -1023],
  ])('%s is answered HTTP 400 and %s', async (question, code) => {
    await start();
    const response = await get(`/fapi/v1/${question}`);
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
  });
});

describe("Binance's limits", () => {
  it('count futures weight, funding requests and spot weight each by itself', async () => {
    await start();
    const weightAfter = async (path: string) =>
      (await get(path)).headers.get('x-mbx-used-weight-1m');
    expect(await weightAfter(WEIGHTY)).toBe('40');
    const klines = '/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=';
    const after: (string | null)[] = [];
    for (const limit of [99, 499, 500, 1_000, 1_001])
      after.push(await weightAfter(`${klines}${limit}`));
    expect(after).toEqual(['41', '43', '48', '53', '63']);
    expect(await weightAfter(FUNDING)).toBeNull();
    expect(await weightAfter('/api/v3/exchangeInfo')).toBe('20');
    expect(await limits()).toEqual([
      ['binanceusdm', 63, 0],
      ['binanceusdm.funding', 1, 0],
      ['binanceusdm.spot', 20, 0],
    ]);
  });

  it('refuse with 429 and the time to wait, and ban with 418 who goes on, until then', async () => {
    await start({ requestLimit: 79 });
    expect((await get(WEIGHTY)).status).toBe(200);
    const breach = await get(WEIGHTY);
    expect([breach.status, breach.headers.get('retry-after')]).toEqual([429, '120']);
    const banned = await get('/fapi/v1/time');
    expect(banned.status).toBe(418);
    expect(Number(banned.headers.get('retry-after'))).toBeLessThanOrEqual(120);
    expect(await banned.json()).toMatchObject({ code: -1003 });
    expect((await get(FUNDING)).status).toBe(200);
  });

  it('let 500 funding requests through in five minutes', async () => {
    await start();
    const ask = async () => (await get(FUNDING)).status;
    const answers = await Promise.all(Array.from({ length: 500 }, ask));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await ask()).toBe(429);
    expect(await limits()).toContainEqual(['binanceusdm.funding', 501, 1]);
  });
});

describe("Binance's faults", () => {
  const SEEN: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
    'binance-code-1001': [400, { code: -1001 }],
    'binance-code-1008': [503, { code: -1008 }],
    'binance-code-1003': [400, { code: -1003 }],
    'binance-object-for-list': [200, {}],
  };

  // Those of files are seen where the files are: archive/archive-answer.spec.ts.
  const codes = BINANCE_FAULTS.filter((fault) => !ARCHIVE_FAULTS.includes(fault));

  it.each(codes.map(({ kind }) => kind))('%s is seen as what it imitates', async (kind) => {
    await start({ faults: [{ kind }] });
    const response = await get(FUNDING);
    expect([response.status, await response.json()]).toMatchObject([...SEEN[kind]!]);
  });
});
