import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpTransport, InfoClient } from '@nktkas/hyperliquid';
import { HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

/** An unmodified third-party client is the judge of whether this is Hyperliquid's API. */
async function start(options: ReplayOptions = {}): Promise<InfoClient> {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    apis: ['hyperliquid'],
    symbols: ['BTCUSDT', '1000PEPEUSDT', 'INJUSDT', 'TONUSDT', 'HYPEUSDT'],
    ...options,
  });
  const transport = new HttpTransport({ server: { mainnet: { api: exchange.url } } });
  return new InfoClient({ transport });
}

function post(body: unknown): Promise<Response> {
  return fetch(`${exchange?.url}/info`, { method: 'POST', body: JSON.stringify(body) });
}

describe("Hyperliquid's markets", () => {
  it('are coins of one list, where a delisted one stays and thousands are marked by a k', async () => {
    const client = await start();
    const [{ universe }, contexts] = await client.metaAndAssetCtxs();
    expect(universe.map(({ name, isDelisted }) => [name, isDelisted === true])).toEqual([
      ['BTC', false],
      ['HYPE', false],
      ['INJ', false],
      ['TON', true],
      ['kPEPE', false],
    ]);
    expect((await client.meta()).universe).toEqual(universe);
    expect(contexts).toHaveLength(universe.length);
    expect(Number(contexts[0]?.markPx)).toBeGreaterThan(10_000);
  });

  it('of spot have numbers for names, and bridged coins a U', async () => {
    const client = await start();
    const [{ tokens, universe }, contexts] = await client.spotMetaAndAssetCtxs();
    const named = universe.map((pair) => [pair.name, ...pair.tokens.map((i) => tokens[i]?.name)]);
    expect(named).toEqual([
      ['@107', 'HYPE', 'USDC'],
      ['@142', 'UBTC', 'USDC'],
      ['@207', 'HYPE', 'USDT0'],
    ]);
    expect(contexts.map(({ coin }) => coin)).toEqual(universe.map(({ name }) => name));
  });

  it('have their time', async () => {
    const client = await start();
    expect((await client.exchangeStatus()).time).toBe(NOW_MS);
  });
});

describe("Hyperliquid's history", () => {
  it('has candles between two bounds, oldest first, the newest 5,000 and no older ones', async () => {
    const client = await start();
    const asked = { coin: 'BTC', interval: '1h' as const };
    const [startTime, endTime] = [OPEN_AT_MS - 2 * HOUR_MS, OPEN_AT_MS];
    const rows = await client.candleSnapshot({ ...asked, startTime, endTime });
    expect(rows.map(({ t, T, s, i }) => ({ t, T, s, i }))).toEqual(
      [2, 1, 0].map((hours) => ({
        t: OPEN_AT_MS - hours * HOUR_MS,
        T: OPEN_AT_MS - (hours - 1) * HOUR_MS - 1,
        s: 'BTC',
        i: '1h',
      })),
    );
    const all = await client.candleSnapshot({ ...asked, startTime: 0 });
    expect(all).toHaveLength(5_000);
    expect(all.at(-1)?.t).toBe(OPEN_AT_MS);
  });

  it('has a settlement every hour, a little late, 500 at most and the oldest of them', async () => {
    const client = await start();
    const startTime = OPEN_AT_MS - 700 * HOUR_MS;
    const rows = await client.fundingHistory({ coin: 'INJ', startTime });
    expect(rows).toHaveLength(500);
    expect(rows.map(({ time }) => Math.floor(time / HOUR_MS))).toEqual(
      Array.from({ length: 500 }, (_, hour) => startTime / HOUR_MS + hour),
    );
    const lateMs = rows.map(({ time }) => time % HOUR_MS);
    expect(Math.max(...lateMs)).toBeLessThanOrEqual(120);
    expect(new Set(lateMs).size).toBeGreaterThan(50);
    const again = await client.fundingHistory({ coin: 'INJ', startTime });
    expect(again).toEqual(rows);
  });

  it('pays a recorded settlement of eight hours in eight parts, exactly', async () => {
    const recorded = await startReplayExchange({ port: 0, nowMs: NOW_MS, symbols: ['BTCUSDT'] });
    const window = `startTime=${OPEN_AT_MS - 5 * HOUR_MS}&endTime=${OPEN_AT_MS}`;
    const path = `/v5/market/funding/history?category=linear&symbol=BTCUSDT&${window}`;
    const { result } = (await (await fetch(recorded.url + path)).json()) as {
      result: { list: { fundingRate: string }[] };
    };
    await recorded.close();
    const client = await start();
    const startTime = OPEN_AT_MS - 11 * HOUR_MS;
    const parts = await client.fundingHistory({
      coin: 'BTC',
      startTime,
      endTime: OPEN_AT_MS - 4 * HOUR_MS + 60_000,
    });
    const digits = (text: string) => BigInt(Math.round(Number(text) * 1e14));
    const paid = parts.map(({ fundingRate }) => digits(fundingRate));
    expect(parts).toHaveLength(8);
    expect(paid.reduce((sum, one) => sum + one, 0n)).toBe(digits(result.list[0]!.fundingRate));
  });
});

it('answers with a synthetic book of twenty levels a side, of a coin or of a spot market by its number', async () => {
  const client = await start();
  const book = await client.l2Book({ coin: 'BTC' });
  expect([book?.coin, book?.time, book?.levels.map((side) => side.length)]).toEqual([
    'BTC',
    NOW_MS,
    [20, 20],
  ]);
  expect(Number(book?.levels[0][0]?.px)).toBeLessThan(Number(book?.levels[1][0]?.px));
  expect((await client.l2Book({ coin: '@142' }))?.levels).not.toEqual(book?.levels);
});

describe("Hyperliquid's refusals", () => {
  it('are 422 for what it can’t read, 500 and null for an unknown coin', async () => {
    await start();
    expect((await post({ type: 'nonsense' })).status).toBe(422);
    expect((await post({ type: 'candleSnapshot', req: { coin: 'BTC' } })).status).toBe(422);
    const unknown = await post({ type: 'fundingHistory', coin: 'NOPE', startTime: 0 });
    expect([unknown.status, await unknown.text()]).toEqual([500, 'null']);
  });

  it('are 429 for more weight than 1,200 a minute, long answers weighing more', async () => {
    await start();
    const startTime = NOW_MS - 500 * HOUR_MS;
    const funding = { type: 'fundingHistory', coin: 'BTC', startTime, endTime: NOW_MS };
    for (let sent = 0; sent < 26; sent += 1) expect((await post(funding)).status).toBe(200);
    // 26 × 45 = 1,170: one more would be 1,215, a light one still goes.
    expect((await post({ type: 'exchangeStatus' })).status).toBe(200);
    expect((await post(funding)).status).toBe(429);
    const stats = (await (await fetch(`${exchange?.url}/replay/stats`)).json()) as object;
    expect(stats).toMatchObject({
      breaches: 1,
      limits: [{ name: 'hyperliquid', most: 1_200, breaches: 1 }],
    });
  });
});
