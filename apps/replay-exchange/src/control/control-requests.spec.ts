import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');

let exchange: ListeningServer;

/** As much of the answers' shapes as these specs look at. */
interface Body {
  readonly error?: string;
  readonly retCode: number;
  readonly result: { readonly list: readonly (string[] & Record<string, string>)[] };
  readonly markets: readonly { readonly symbol: string }[];
  readonly requests: readonly { readonly query: object }[];
  readonly rules: readonly object[];
  readonly lastSequence: number;
}

beforeAll(async () => {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    symbols: ['BTCUSDT', 'INJUSDT', 'TONUSDT'],
  });
});
afterAll(() => exchange.close());

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(exchange.url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function candleRows(hours: number): Promise<readonly string[][]> {
  const window = `start=${OPEN_AT_MS - hours * HOUR_MS}&end=${OPEN_AT_MS - HOUR_MS}`;
  const { body } = await send(
    'GET',
    `/v5/market/kline?category=linear&symbol=BTCUSDT&interval=60&${window}`,
  );
  return body.result.list;
}

async function newestSettlement(symbol: string): Promise<number> {
  const path = `/v5/market/funding/history?category=linear&symbol=${symbol}&limit=1`;
  const { body } = await send('GET', path);
  return Number(body.result.list[0]?.fundingRateTimestamp);
}

describe('the description', () => {
  it('says replay, and where every row comes from', async () => {
    const { body } = await send('GET', '/replay');
    expect(body).toMatchObject({ label: 'replay', anchorMs: NOW_MS, nowMs: NOW_MS, speed: 0 });
    const injective = body.markets.find((one) => one.symbol === 'INJUSDT');
    expect(injective).toMatchObject({
      candlesFrom: 'bybit AVAXUSDT',
      fundingFrom: 'bybit INJUSDT',
      standIn: 'candles recorded on AVAXUSDT stand in: no INJUSDT candles were recorded',
    });
  });
});

describe('the clock', () => {
  afterEach(() => send('POST', '/replay/clock', { nowMs: NOW_MS, speed: 0 }));

  it('is moved, and a settlement appears once its time and the lag have passed', async () => {
    const settledAtMs = Date.parse('2026-09-01T16:00:00Z');
    await send('POST', '/replay/clock', { nowMs: settledAtMs + 1_999 });
    expect(await newestSettlement('BTCUSDT')).toBe(settledAtMs - 8 * HOUR_MS);
    const moved = await send('POST', '/replay/clock', { nowMs: settledAtMs + 2_000 });
    expect(moved.body).toEqual({ nowMs: settledAtMs + 2_000, speed: 0 });
    expect(await newestSettlement('BTCUSDT')).toBe(settledAtMs);
  });

  it('refuses what is no time', async () => {
    expect((await send('POST', '/replay/clock', { nowMs: 'soon' })).status).toBe(400);
    expect((await send('POST', '/replay/clock', { now: 1 })).status).toBe(400);
  });
});

describe('the scenario', () => {
  afterEach(() => send('PUT', '/replay/scenario', {}));

  it('takes hours and settlements away for good', async () => {
    const at = new Date(OPEN_AT_MS - 2 * HOUR_MS).toISOString();
    const newestAt = await newestSettlement('BTCUSDT');
    await send('PUT', '/replay/scenario', {
      lacking: [
        { symbol: 'BTCUSDT', kind: 'candles', at: [at] },
        { symbol: 'BTCUSDT', kind: 'funding', at: [newestAt] },
      ],
    });
    const openings = (await candleRows(3)).map((row) => Number(row[0]));
    expect(openings).toEqual([1, 3].map((hours) => OPEN_AT_MS - hours * HOUR_MS));
    expect(await newestSettlement('BTCUSDT')).toBe(newestAt - 8 * HOUR_MS);
  });

  it('revises a closed candle for good', async () => {
    const [row] = await candleRows(1);
    const revisions = [{ symbol: 'BTCUSDT', openAt: Number(row?.[0]), volume: '1.5' }];
    await send('PUT', '/replay/scenario', { revisions });
    const [revised] = await candleRows(1);
    expect(revised?.slice(0, 5)).toEqual(row?.slice(0, 5));
    expect(revised?.[5]).toBe('1.5');
  });

  it('delists: out of instruments and tickers, into the closed ones, and the history stops', async () => {
    const at = OPEN_AT_MS - 4 * HOUR_MS;
    await send('PUT', '/replay/scenario', { delist: [{ symbol: 'INJUSDT', at }] });
    const trading = await send('GET', '/v5/market/instruments-info?category=linear');
    expect(trading.body.result.list.map((one) => one['symbol'])).toEqual(['BTCUSDT']);
    const closed = await send('GET', '/v5/market/instruments-info?category=linear&status=Closed');
    expect(closed.body.result.list[0]).toMatchObject({
      symbol: 'INJUSDT',
      deliveryTime: String(at),
    });
    const ticker = await send('GET', '/v5/market/tickers?category=linear&symbol=INJUSDT');
    expect(ticker.body.retCode).toBe(10001);
    expect(await newestSettlement('INJUSDT')).toBeLessThanOrEqual(at);
  });

  it('refuses a market that is not in the replay', async () => {
    const delist = [{ symbol: 'NOPEUSDT', at: 1 }];
    const { status, body } = await send('PUT', '/replay/scenario', { delist });
    expect(status).toBe(400);
    expect(body.error).toBe('NOPEUSDT is not in this replay');
  });
});

describe('the request log', () => {
  it('answers with what was asked and how it was answered', async () => {
    await send('POST', '/replay/reset');
    await send('PUT', '/replay/faults', [{ kind: 'http-502', nth: 2 }]);
    await candleRows(1);
    await fetch(`${exchange.url}/v5/market/time`);
    await send('PUT', '/replay/faults', []);
    const { body } = await send('GET', '/replay/requests?since=0');
    expect(body.lastSequence).toBe(2);
    expect(body.requests).toMatchObject([
      { sequence: 1, path: '/v5/market/kline', status: 200, fault: null },
      { sequence: 2, path: '/v5/market/time', query: {}, status: 502, fault: 'http-502' },
    ]);
    expect(body.requests[0]?.query).toMatchObject({ symbol: 'BTCUSDT', interval: '60' });
    expect((await send('GET', '/replay/stats')).body).toMatchObject({
      requests: 2,
      byEndpoint: { '/v5/market/kline': 1, '/v5/market/time': 1 },
      faultsInjected: { 'http-502': 1 },
    });
  });

  it('refuses an unknown fault, and keeps the rules', async () => {
    const { status } = await send('PUT', '/replay/faults', [{ kind: 'gremlins' }]);
    expect(status).toBe(400);
    expect((await send('GET', '/replay/faults')).body.rules).toEqual([]);
  });
});
