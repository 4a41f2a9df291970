import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
const DELISTED_AT_MS = Date.parse('2026-08-01T20:00:00Z');

afterEach(closeStacks);

describe('a tracked market that is delisted', () => {
  it('ends there, proven, while the others go on', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', SYMBOLS.join(',')],
      fetcher: { HISTORICAL_TOP_PAIRS: '3', HISTORICAL_LOOKBACK_DAYS: '30' },
    });
    const { fetcher } = await stack.runToReady();
    await stack.replay.scenario({ delist: [{ symbol: 'SOLUSDT', at: DELISTED_AT_MS }] });

    const since = stack.facts.heard.length;
    await stack.replay.moveClock(NOW_MS + 12 * HOUR_MS);
    expect(await stack.facts.command('order.data.sync')).toMatchObject({ marketsFailed: [] });
    const ready = await stack.ready(fetcher, { since });
    expect(lastCandles(ready)).toEqual({
      BTCUSDT: NOW_MS + 10.5 * HOUR_MS,
      ETHUSDT: NOW_MS + 10.5 * HOUR_MS,
      SOLUSDT: DELISTED_AT_MS - HOUR_MS,
    });
    const { series, gaps } = await held(stack, 'SOLUSDT', 'funding');
    expect(series.market.delistedAtMs).toBe(DELISTED_AT_MS);
    expect(gaps).toEqual([]);

    const { lastSequence } = await stack.replay.requests();
    await stack.replay.moveClock(NOW_MS + 2 * DAY_MS);
    expect(await stack.facts.command('order.data.sync')).toMatchObject({ marketsFailed: [] });
    const { requests } = await stack.replay.requests(lastSequence);
    const asked = new Set(requests.flatMap(({ query }) => query['symbol'] ?? []));
    expect([...asked].sort()).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(stack.facts.of('data.degraded')).toEqual([]);
  }, 60_000);
});

function lastCandles({ markets }: DataReady): Record<string, number | null> {
  return Object.fromEntries(
    markets.map(({ nativeId, certificates }) => [
      nativeId,
      certificates.find((one) => one.series.kind === 'candles')!.lastRowAtMs,
    ]),
  );
}
