import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const DAYS = 20;
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];

afterEach(closeStacks);

describe('a market whose pages contradict themselves', () => {
  it('is closed with the reason while the others go on, and repaired when they are right again', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', SYMBOLS.join(',')],
      fetcher: {
        HISTORICAL_TOP_PAIRS: '3',
        HISTORICAL_LOOKBACK_DAYS: String(DAYS),
        HISTORICAL_MAX_RETRIES: '1',
      },
    });
    await stack.replay.faults([
      { kind: 'price-nan', rate: 1, path: '/v5/market/kline', symbol: 'ETHUSDT' },
    ]);
    const fetcher = stack.startFetcher();
    const degraded = await stack.fact<DataDegraded>('data.degraded', fetcher, { since: 0 });

    expect(stack.facts.of('data.ready')).toEqual([]);
    expect(degraded.series).toMatchObject([
      { nativeId: 'ETHUSDT', series: { kind: 'candles' }, missing: hoursWanted() },
    ]);
    expect(degraded.series[0]!.gaps[0]).toMatchObject({ status: 'missing', observations: 0 });
    expect(degraded.series[0]!.gaps[0]!.evidence).toMatch(/^DataIntegrityError: /);
    expect(await wantedCandles(stack, 'ETHUSDT')).toBe(0);
    expect(await wantedCandles(stack, 'BTCUSDT')).toBe(hoursWanted());
    expect((await held(stack, 'ETHUSDT', 'funding')).settlements.length).toBeGreaterThan(0);

    await stack.replay.faults([]);
    await stack.ready(fetcher, { since: 0 });
    expect(await wantedCandles(stack, 'ETHUSDT')).toBe(hoursWanted());
    expect((await held(stack, 'ETHUSDT', 'candles')).gaps).toEqual([]);
  }, 60_000);
});

const FROM_MS = floorTo(NOW_MS - DAYS * DAY_MS, DAY_MS);

/** From the look-back's UTC day to the last closed candle. */
function hoursWanted(): number {
  return (floorTo(NOW_MS, HOUR_MS) - FROM_MS) / HOUR_MS;
}

/** How many candles of the look-back are stored; the two before it that are read along do not count. */
async function wantedCandles(stack: Stack, nativeId: string): Promise<number> {
  const { candles } = await held(stack, nativeId, 'candles');
  return candles.filter((candle) => candle.openAtMs >= FROM_MS).length;
}
