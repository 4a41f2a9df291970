import { afterEach, describe, expect, it } from '@jest/globals';
import type { ListeningServer } from './exchange-server.js';
import { rawGet, textOf } from './raw-get.fixture.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const KLINE = '/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60';

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

async function start(options: ReplayOptions = {}): Promise<string> {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    symbols: ['BTCUSDT'],
    ...options,
  });
  return exchange.url;
}

describe('the HTTP server', () => {
  it('labels whatever it serves as a replay, and states its speed', async () => {
    const url = await start();
    for (const path of ['/v5/market/time', '/replay', '/nowhere']) {
      const { headers } = await rawGet(url + path);
      expect(headers['x-fullcarry-replay']).toBe('2026-09-01T12:34:56.000Z');
      expect(headers['x-fullcarry-replay-speed']).toBe('0');
    }
  });

  it('compresses for a client that accepts it, and for no other', async () => {
    const url = await start();
    const plain = await rawGet(`${url}${KLINE}&end=${NOW_MS - 3_600_000}`);
    const packed = await rawGet(`${url}${KLINE}&end=${NOW_MS - 3_600_000}`, { gzip: true });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length);
    expect(textOf(packed)).toBe(textOf(plain));
  });

  it('has nothing on other routes', async () => {
    const url = await start();
    expect((await rawGet(`${url}/v5/market/recent-trade`)).status).toBe(404);
    expect((await fetch(url + KLINE, { method: 'POST' })).status).toBe(404);
  });

  it('bans an address that asks once too often', async () => {
    const url = await start({ requestLimit: 3, banSeconds: 600 });
    const statuses: (number | undefined)[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await rawGet(url + KLINE)).status);
    expect(statuses).toEqual([200, 200, 200, 403, 403]);
    expect(textOf(await rawGet(url + KLINE))).toBe('access too frequent');
    const stats: unknown = await (await fetch(`${url}/replay/stats`)).json();
    expect(stats).toMatchObject({ requests: 6, breaches: 1, banned: 2, peakPer5s: 6 });
  });

  it('refuses a port that is taken', async () => {
    const url = await start();
    const port = Number(new URL(url).port);
    await expect(startReplayExchange({ port, symbols: [] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('cuts the sockets that faults hold when it closes', async () => {
    const url = await start({ faults: [{ kind: 'hang' }] });
    const held = rawGet(url + KLINE, { timeoutMs: 20_000 });
    while ((await requestsServed(url)) === 0);
    await exchange?.close();
    expect((await held).end).toBe('reset');
  });
});

async function requestsServed(url: string): Promise<number> {
  const { requests } = (await (await fetch(`${url}/replay/stats`)).json()) as { requests: number };
  return requests;
}
