import { expect, it } from '@jest/globals';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from './durations.js';
import { startReplayExchange } from '../start-replay-exchange.js';

const ANCHOR_MS = Date.parse('2026-09-01T12:34:56Z');
const MONTH_AGO_MS = ANCHOR_MS - 30 * DAY_MS;
const LAG_MS = 2_000;
const MONTH_IN_A_MINUTE = 43_200;

interface Answer {
  readonly time: number;
  readonly result: { readonly list: readonly (string[] & Record<string, string>)[] };
}

it('a past month that is played in a minute shows nothing newer than the clock, and nothing late', async () => {
  const exchange = await startReplayExchange({
    port: 0,
    anchorMs: ANCHOR_MS,
    nowMs: MONTH_AGO_MS,
    speed: 0,
    symbols: ['BTCUSDT'],
  });
  const ask = async (path: string, query: object = {}) => {
    const asked = new URLSearchParams({ category: 'linear', symbol: 'BTCUSDT', ...query });
    return (await (
      await fetch(`${exchange.url}/v5/market/${path}?${asked.toString()}`)
    ).json()) as Answer;
  };
  const moveClock = (setting: object) =>
    fetch(`${exchange.url}/replay/clock`, { method: 'POST', body: JSON.stringify(setting) });
  for (let day = 0; day <= 27; day += 3) {
    // A minute of the exchange before a settlement, which is a millisecond at this speed.
    const nowMs = floorTo(MONTH_AGO_MS + day * DAY_MS, 8 * HOUR_MS) + 8 * HOUR_MS - MINUTE_MS;
    await moveClock({ nowMs, speed: MONTH_IN_A_MINUTE });
    const candles = await ask('kline', { interval: '60', limit: '2' });
    const hour = Math.floor(candles.time / HOUR_MS) * HOUR_MS;
    expect(candles.result.list.map((row) => Number(row[0]))).toEqual([hour, hour - HOUR_MS]);

    const funding = await ask('funding/history', { limit: '1' });
    const settledAtMs = Number(funding.result.list[0]?.['fundingRateTimestamp']);
    const dueMs = Math.floor((funding.time - LAG_MS) / (8 * HOUR_MS)) * 8 * HOUR_MS;
    expect(settledAtMs).toBe(dueMs);

    const tickers = await ask('tickers');
    const next = Number(tickers.result.list[0]?.['nextFundingTime']);
    expect(next).toBe((Math.floor(tickers.time / (8 * HOUR_MS)) + 1) * 8 * HOUR_MS);
    const spot = await ask('tickers', { category: 'spot' });
    expect(Number(spot.result.list[0]?.['lastPrice'])).toBeGreaterThan(0);
  }
  await exchange.close();
}, 30_000);
