import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import { DataSyncCommandV1 } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { until } from '@fullcarry/testing/until';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
const OTHERS = ['BTCUSDT', 'SOLUSDT'];
const SYNC = DataSyncCommandV1;

afterEach(closeStacks);

describe('a market whose candles answer 500 for ever', () => {
  it('is named, while the tails of the others keep coming, and is proven when it answers again', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', SYMBOLS.join(',')],
      fetcher: { HISTORICAL_TOP_PAIRS: '3', HISTORICAL_LOOKBACK_DAYS: '20' },
    });
    const { fetcher } = await stack.runToReady();
    const failing = { kind: 'http-500', path: '/v5/market/kline', symbol: 'ETHUSDT' };
    await stack.replay.faults([failing]);

    const hours = [1, 2, 3, 4];
    for (const hour of hours) {
      const nowMs = NOW_MS + hour * HOUR_MS;
      const since = stack.facts.heard.length;
      await stack.replay.moveClock(nowMs);
      // Both what of it is due and who lacks it is in the answer, which no failing market keeps waiting.
      const reply = SYNC.reply.parse(await stack.facts.command(SYNC.subject));
      expect(reply.marketsFailed.map(({ symbol }) => symbol)).toEqual(['ETH/USDT:USDT']);
      if (hour === 1) {
        const degraded = await stack.fact<DataDegraded>('data.degraded', fetcher, { since });
        expect(degraded.series).toMatchObject([
          { nativeId: 'ETHUSDT', series: { kind: 'candles' }, missing: 1 },
        ]);
        expect(degraded.series[0]!.gaps[0]!.evidence).toBe('TransientError: The exchange failed');
      }
      for (const nativeId of OTHERS)
        expect(await newestCandle(stack, nativeId)).toBe(nowMs - 1.5 * HOUR_MS);
      expect(await newestCandle(stack, 'ETHUSDT')).toBe(NOW_MS - 1.5 * HOUR_MS);
    }
    // Its own settlements come all the same: the failure is of its candles alone.
    expect((await held(stack, 'ETHUSDT', 'funding')).settlements.at(-1)!.settledAtMs).toBe(
      NOW_MS + 3.5 * HOUR_MS,
    );

    await stack.replay.faults([]);
    await stack.ready(fetcher);
    expect(await newestCandle(stack, 'ETHUSDT')).toBe(NOW_MS + 2.5 * HOUR_MS);
    expect((await held(stack, 'ETHUSDT', 'candles')).gaps).toEqual([]);
  }, 120_000);

  it('keeps no other from being read again by the scrub', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', SYMBOLS.join(',')],
      fetcher: {
        HISTORICAL_TOP_PAIRS: '3',
        HISTORICAL_LOOKBACK_DAYS: '20',
        SCRUB_DAYS: '0.0001',
      },
    });
    await stack.replay.faults([{ kind: 'http-500', path: '/v5/market/kline', symbol: 'ETHUSDT' }]);
    const fetcher = stack.startFetcher();
    await stack.fact<DataDegraded>('data.degraded', fetcher, { since: 0 });
    await until(async () => {
      const others = OTHERS.map((nativeId) => held(stack, nativeId, 'candles'));
      const all = await Promise.all(others);
      return all.every(({ series }) => series.scrubbedAtMs !== undefined) || undefined;
    });
    expect(stack.facts.of('data.ready')).toEqual([]);
  }, 120_000);
});

async function newestCandle(stack: Stack, nativeId: string): Promise<number> {
  return (await held(stack, nativeId, 'candles')).candles.at(-1)!.openAtMs;
}
