import { afterEach, describe, expect, it } from '@jest/globals';
import { RestClientV5 } from 'bybit-api';
import { HOUR_MS } from '../clock/durations.js';
import type { ListeningServer } from '../http/exchange-server.js';
import { startReplayExchange, type ReplayOptions } from '../start-replay-exchange.js';

const NOW_MS = Date.parse('2026-09-01T12:34:56Z');
const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');

let exchange: ListeningServer | undefined;
afterEach(() => exchange?.close());

/** Starts a replay of one market; the rows are in Bybit's order, newest first. */
async function bitcoinCandles(options: ReplayOptions = {}) {
  exchange = await startReplayExchange({
    port: 0,
    nowMs: NOW_MS,
    speed: 0,
    symbols: ['BTCUSDT'],
    ...options,
  });
  const client = new RestClientV5({ baseUrl: exchange.url });
  return async (window: object, symbol = 'BTCUSDT') => {
    const asked = { category: 'linear', symbol, interval: '60', ...window } as const;
    const { retCode, result } = await client.getKline(asked);
    const rows = retCode === 0 ? result.list : [];
    return { retCode, rows, openings: rows.map((row) => Number(row[0])) };
  };
}

describe('candles', () => {
  it('come newest first, 200 unless asked otherwise, 1000 at most', async () => {
    const ask = await bitcoinCandles();
    const { openings } = await ask({});
    expect(openings).toEqual(Array.from({ length: 200 }, (_, i) => OPEN_AT_MS - i * HOUR_MS));
    expect((await ask({ limit: 1_500 })).openings).toHaveLength(1_000);
  });

  it('include both bounds, by their opening', async () => {
    const ask = await bitcoinCandles();
    const { openings } = await ask({
      start: OPEN_AT_MS - 5 * HOUR_MS,
      end: OPEN_AT_MS - 3 * HOUR_MS,
    });
    expect(openings).toEqual([3, 4, 5].map((hours) => OPEN_AT_MS - hours * HOUR_MS));
  });

  it('go forward from a start without an end', async () => {
    const ask = await bitcoinCandles();
    const start = OPEN_AT_MS - 50 * HOUR_MS;
    expect((await ask({ start, limit: 2 })).openings).toEqual([start + HOUR_MS, start]);
  });

  it('of a window wider than the page are the newest, or the oldest when so switched', async () => {
    const window = { start: OPEN_AT_MS - 9 * HOUR_MS, end: OPEN_AT_MS, limit: 2 };
    const askNewest = await bitcoinCandles();
    expect((await askNewest(window)).openings[0]).toBe(OPEN_AT_MS);
    await exchange?.close();
    const askOldest = await bitcoinCandles({ klineRange: 'oldest' });
    expect((await askOldest(window)).openings.at(-1)).toBe(window.start);
  });

  it('are never newer than now, and the open one is another at each request', async () => {
    const ask = await bitcoinCandles();
    const first = await ask({ end: NOW_MS + 100 * HOUR_MS, limit: 1 });
    const second = await ask({ end: NOW_MS + 100 * HOUR_MS, limit: 1 });
    expect(first.openings).toEqual([OPEN_AT_MS]);
    expect(second.openings).toEqual([OPEN_AT_MS]);
    expect(second.rows[0]).not.toEqual(first.rows[0]);
  });

  it('do not change any more once they are closed', async () => {
    const ask = await bitcoinCandles();
    const closed = { end: OPEN_AT_MS - HOUR_MS };
    expect(await ask(closed)).toEqual(await ask(closed));
  });

  it('are refused with 10001 for an unknown symbol, another interval, a wrong bound', async () => {
    const ask = await bitcoinCandles();
    expect((await ask({}, 'NOPEUSDT')).retCode).toBe(10001);
    expect((await ask({ interval: '15' })).retCode).toBe(10001);
    expect((await ask({ start: 'yesterday' })).retCode).toBe(10001);
    expect((await ask({ limit: 0 })).retCode).toBe(10001);
  });

  it('are a function of the anchor alone', async () => {
    const askOnce = await bitcoinCandles({ anchorMs: NOW_MS });
    const once = await askOnce({ end: OPEN_AT_MS - HOUR_MS });
    await exchange?.close();
    const askAgain = await bitcoinCandles({ anchorMs: NOW_MS, nowMs: NOW_MS + HOUR_MS });
    expect(await askAgain({ end: OPEN_AT_MS - HOUR_MS })).toEqual(once);
  });
});
