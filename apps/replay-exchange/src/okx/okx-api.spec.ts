import { afterEach, describe, expect, it } from '@jest/globals';
import { RestClient, type Candle } from 'okx-api';
import { DAY_MS, HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');
const BTC = 'BTC-USDT-SWAP';

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

/** An unmodified third-party client is the judge of whether this is OKX's API. */
async function start(options: ReplayOptions = {}): Promise<RestClient> {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    apis: ['okx'],
    symbols: ['BTCUSDT', '1000PEPEUSDT', 'INJUSDT', 'LTCPERP', 'TONUSDT', 'SEIUSDT'],
    ...options,
  });
  return new RestClient({ baseUrl: exchange.url });
}

function openingsOf(rows: readonly Candle[]): number[] {
  return rows.map((row) => Number(row[0]));
}

async function statsOf(): Promise<{
  breaches: number;
  limits: { name: string; peak: number; breaches: number }[];
}> {
  return (await (await fetch(`${exchange?.url}/replay/stats`)).json()) as never;
}

it('answers with a synthetic book in contracts of a swap and in coins of spot', async () => {
  const client = await start();
  const [swap] = await client.getOrderBook({ instId: BTC, sz: '400' });
  expect(swap?.asks.length).toBe(100);
  const [price, size, gone, orders] = swap?.asks[0] ?? [];
  expect([gone, orders, swap?.ts]).toEqual(['0', '1', String(NOW_MS)]);
  // A tenth of a contract of 0.01 BTC is the smallest lot of 0.001 coins.
  expect(size).toMatch(/^\d+\.\d$/);
  expect(Number(price)).toBeGreaterThan(Number(swap?.bids[0]?.[0]));
  const [spot] = await client.getOrderBook({ instId: 'BTC-USDT' });
  expect([spot?.bids.length, spot?.asks.length]).toEqual([1, 1]);
  await expect(client.getOrderBook({ instId: 'NO-USDT-SWAP' })).rejects.toMatchObject({
    code: '51001',
  });
});

describe("OKX's markets", () => {
  it('are swaps by their own names: a USDC one too, no delisted one, none that only has a ticker', async () => {
    const client = await start();
    const swaps = await client.getInstruments({ instType: 'SWAP' });
    expect(swaps.map(({ instId }) => instId)).toEqual([
      'BTC-USDT-SWAP',
      'INJ-USDT-SWAP',
      'LTC-USDC-SWAP',
      'PEPE-USDT-SWAP',
    ]);
    expect(swaps[0]).toMatchObject({
      ctVal: '0.01',
      ctType: 'linear',
      settleCcy: 'USDT',
      uly: 'BTC-USDT',
    });
    const tickers = await client.getTickers({ instType: 'SWAP' });
    expect(tickers.map(({ instId }) => instId)).toContain('SEI-USDT-SWAP');
    const spot = await client.getInstruments({ instType: 'SPOT' });
    expect(spot.map(({ instId }) => instId)).toContain('BTC-USDT');
  });

  it('have volume in contracts and in coins, and announce funding by its two next times', async () => {
    const client = await start();
    const [ticker] = await client.getTicker({ instId: BTC });
    expect(Number(ticker?.vol24h)).toBeCloseTo(Number(ticker?.volCcy24h) * 100, 6);
    const [rate] = await client.getFundingRate({ instId: BTC });
    expect(rate).toMatchObject({
      fundingTime: String(Date.parse('2026-09-01T16:00:00Z')),
      nextFundingTime: String(Date.parse('2026-09-02T00:00:00Z')),
    });
    expect(await client.getFundingRate({ instId: 'ANY' })).toHaveLength(5);
    expect((await client.getSystemTime({}))[0]?.ts).toBe(String(NOW_MS));
  });
});

describe("OKX's candles", () => {
  it('are newest first between two cursors, both excluded, the open one unconfirmed', async () => {
    const client = await start();
    const between = {
      instId: BTC,
      bar: '1H' as const,
      before: String(OPEN_AT_MS - 3 * HOUR_MS),
      after: String(OPEN_AT_MS + HOUR_MS),
    };
    const rows = await client.getHistoricCandles(between);
    expect(openingsOf(rows)).toEqual([0, 1, 2].map((hours) => OPEN_AT_MS - hours * HOUR_MS));
    expect(rows.map((row) => row[8])).toEqual(['0', '1', '1']);
    expect(Number(rows[1]?.[5])).toBeCloseTo(Number(rows[1]?.[6]) * 100, 6);
  });

  it('are the newest page with `before` alone, 300 at most, 100 of the older ones unless switched', async () => {
    const client = await start();
    const asked = { instId: BTC, bar: '1H' as const, before: '0', limit: '1000' };
    const recent = openingsOf(await client.getCandles(asked));
    expect(recent).toHaveLength(300);
    expect(recent[0]).toBe(OPEN_AT_MS);
    expect(await client.getHistoricCandles(asked)).toHaveLength(100);
    const old = { ...asked, after: String(NOW_MS - 1_441 * HOUR_MS) };
    expect(await client.getCandles(old)).toEqual([]);
    expect(await client.getHistoricCandles(old)).toHaveLength(100);
    await exchange?.close();
    const other = await start({ okxHistoryCap: 300 });
    expect(await other.getHistoricCandles(asked)).toHaveLength(300);
  });

  it('of a coin that was recorded by the thousand are of one, and worth the same', async () => {
    const client = await start({ apis: ['okx', 'bybit'] });
    const [, pepe] = await client.getHistoricCandles({ instId: 'PEPE-USDT-SWAP', bar: '1H' });
    const path = '/v5/market/kline?category=linear&symbol=1000PEPEUSDT&interval=60';
    const { result } = (await (await fetch(`${exchange?.url}${path}`)).json()) as {
      result: { list: string[][] };
    };
    const thousand = result.list[1]!;
    expect(Number(pepe?.[4])).toBeCloseTo(Number(thousand[4]) / 1_000, 12);
    expect(Number(pepe?.[6])).toBe(Number(thousand[5]) * 1_000);
    expect(pepe?.[7]).toBe(thousand[6]);
  });
});

describe("OKX's settled funding", () => {
  it.each([400, 100])('is three months, walked backwards in pages of %i', async (okxFundingCap) => {
    const client = await start({ okxFundingCap });
    const stamps: number[] = [];
    for (let after = String(NOW_MS); ; after = String(stamps.at(-1))) {
      const page = await client.getFundingRateHistory({ instId: BTC, after, limit: '400' });
      expect(page.length).toBeLessThanOrEqual(okxFundingCap);
      if (page.length === 0) break;
      stamps.push(...page.map(({ fundingTime }) => Number(fundingTime)));
    }
    expect(stamps).toHaveLength(270);
    expect(stamps[0]).toBe(Date.parse('2026-09-01T08:00:00Z'));
    expect(stamps.at(-1)).toBeGreaterThan(NOW_MS - 90 * DAY_MS);
    expect(stamps.every((stamp, i) => i === 0 || stamp === stamps[i - 1]! - 8 * HOUR_MS)).toBe(
      true,
    );
  });
});

describe("OKX's refusals", () => {
  it('name an unknown market 51001 and a wrong parameter 51000', async () => {
    const client = await start();
    await expect(client.getFundingRateHistory({ instId: 'NOPE-USDT-SWAP' })).rejects.toMatchObject({
      code: '51001',
    });
    const response = await fetch(`${exchange?.url}/api/v5/market/candles?instId=${BTC}&bar=7H`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: '51000', data: [] });
  });

  it('count each endpoint by itself, funding for each market, in two seconds, and ban nobody', async () => {
    await start();
    const ask = async (path: string) => {
      const response = await fetch(`${exchange?.url}/api/v5/${path}`);
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    const funding = `public/funding-rate-history?limit=1&instId=`;
    // Far more than the ten, so that it is breached however slowly they arrive.
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(funding + BTC)));
    const refused = answers.filter(([status]) => status !== 200);
    expect(refused[0]).toEqual([429, '50011']);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(10);
    expect(await ask(`${funding}INJ-USDT-SWAP`)).toEqual([200, '0']);
    expect(await ask('public/time')).toEqual([200, '0']);
    const { breaches, limits } = await statsOf();
    expect(breaches).toBe(refused.length);
    expect(limits.filter((limit) => limit.breaches > 0).map(({ name }) => name)).toEqual([
      'okx funding-rate-history',
    ]);
  });
});

describe('several APIs in one process', () => {
  it('have the same clock, and counts, faults and scenarios of their own', async () => {
    const client = await start({ apis: ['bybit', 'okx'] });
    const control = (method: string, path: string, body?: unknown) =>
      fetch(`${exchange?.url}/replay/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    await control('PUT', 'faults?api=bybit', [{ kind: 'http-502' }]);
    expect(await client.getFundingRateHistory({ instId: BTC, limit: '1' })).toHaveLength(1);
    const kline = '/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60';
    expect((await fetch(`${exchange?.url}${kline}`)).status).toBe(502);
    const stats = async (api: string) => (await control('GET', `stats?api=${api}`)).json();
    expect(await stats('bybit')).toMatchObject({ requests: 1, faultsInjected: { 'http-502': 1 } });
    expect(await stats('okx')).toMatchObject({ requests: 1, faultsInjected: {} });
    expect((await control('GET', 'stats?api=nope')).status).toBe(400);

    const at = OPEN_AT_MS - 2 * HOUR_MS;
    const lacking = [{ symbol: 'BTCUSDT', kind: 'candles', at: [at] }];
    await control('PUT', 'scenario', { lacking });
    const rows = await client.getHistoricCandles({ instId: BTC, bar: '1H', limit: '4' });
    expect(openingsOf(rows)).not.toContain(at);
    expect(await (await control('GET', 'scenario?api=bybit')).json()).toMatchObject({ lacking });
  });

  it('are refused when one is unknown', async () => {
    await expect(start({ apis: ['bybit', 'nope'] })).rejects.toThrow(
      'nope is no API of this replay: bybit, ',
    );
    exchange = undefined;
  });
});
