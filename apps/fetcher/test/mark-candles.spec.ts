import { MarketStore } from '@fullcarry/history/markets/market-store';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, Stack } from './stack.js';
import { held, readDatabase } from './stored.js';

const WITH_MARKS = 'candles,funding,mark';
const KINDS = ['candles', 'funding', 'mark-candles'];

afterEach(closeStacks);

describe('mark candles', () => {
  it('are proven beside the others, are fetched again when a hand deletes them, and rest when not wanted any more', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', 'BTCUSDT,INJUSDT'],
      fetcher: {
        HISTORICAL_TOP_PAIRS: '2',
        HISTORICAL_SERIES: WITH_MARKS,
        HISTORICAL_LOOKBACK_DAYS: '30',
      },
    });
    const { fetcher, ready } = await stack.runToReady();
    const kinds = ready.markets.map(({ certificates }) =>
      certificates.map(({ series }) => series.kind).sort(),
    );
    expect(kinds).toEqual([KINDS, KINDS]);
    const [{ nativeId }] = ready.markets as [(typeof ready.markets)[number]];
    const marks = await held(stack, nativeId, 'mark-candles');
    const traded = await held(stack, nativeId, 'candles');
    // They were not recorded here: the traded prices stand in for them, and a mark has no volume.
    expect(marks.candles).toEqual(traded.candles.map((candle) => ({ ...candle, volume: 0 })));

    await fetcher.stop();

    await readDatabase(stack, (database) =>
      database.execute('DELETE FROM candle WHERE series_id = $1', marks.series.id),
    );
    const again = await stack.runToReady();
    expect(again.ready.datasetSha256).toBe(ready.datasetSha256);
    await again.fetcher.stop();

    const without = await stack.runToReady({ HISTORICAL_SERIES: 'candles,funding' });
    expect(without.ready.markets.every(({ certificates }) => certificates.length === 2)).toBe(true);
    const tracked = await readDatabase(stack, (database) =>
      new MarketStore(database).trackedSeries('bybit', '1h'),
    );
    expect(tracked.map(({ key }) => key.kind)).not.toContain('mark-candles');
  }, 120_000);
});
