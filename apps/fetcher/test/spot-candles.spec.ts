import { MarketStore } from '@fullcarry/history/markets/market-store';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held, readDatabase } from './stored.js';

const EVERY_KIND = 'candles,funding,spot,mark';

/** They ask for minutes of silence. */
const TOO_SLOW = ['http-418-bare', 'http-429-bare', 'rate-limit-403'];

afterEach(closeStacks);

describe('spot candles', () => {
  it('begin where they began, with every fault at once in one response of five', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', '1000PEPEUSDT'],
      fetcher: {
        HISTORICAL_TOP_PAIRS: '1',
        HISTORICAL_LOOKBACK_DAYS: '150',
        HISTORICAL_SERIES: EVERY_KIND,
      },
    });
    const kinds = (await stack.replay.faultKinds()).filter((kind) => !TOO_SLOW.includes(kind));
    await stack.replay.faults([{ kind: kinds, rate: 0.2 }], 5);
    await stack.runToReady();
    const { candles, series } = await held(stack, '1000PEPEUSDT', 'spot-candles');
    const [{ launchedAtMs } = { launchedAtMs: 0 }] = (await stack.replay.describe()).markets;
    expect(series.spotFromMs).toBe(launchedAtMs);
    expect(candles[0]?.openAtMs).toBe(launchedAtMs);
    expect(candles).toHaveLength(Math.floor((NOW_MS - launchedAtMs) / HOUR_MS));
  }, 120_000);

  it('rest when their market is halted, and their perpetual is proven without them', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', 'BTCUSDT,INJUSDT'],
      fetcher: {
        HISTORICAL_TOP_PAIRS: '2',
        HISTORICAL_LOOKBACK_DAYS: '10',
        HISTORICAL_SERIES: EVERY_KIND,
      },
    });
    const { fetcher, ready } = await stack.runToReady();
    expect(ready.kinds?.find(({ kind }) => kind === 'spot-candles')).toMatchObject({ markets: 2 });
    const before = await held(stack, 'INJUSDT', 'spot-candles');
    const ofSpot = (fact: typeof ready) => fact.kinds?.find(({ kind }) => kind === 'spot-candles');
    const change = async (haltSpot: string[], nowMs: number, markets: number) => {
      const since = stack.facts.heard.length;
      await stack.replay.scenario({ haltSpot });
      await stack.replay.moveClock(nowMs);
      await stack.facts.command('order.data.sync');
      await stack.ready(fetcher, { since, isIt: (fact) => ofSpot(fact)?.markets === markets });
    };
    await change(['INJUSDT'], NOW_MS + 2 * HOUR_MS, 1);
    const halted = await held(stack, 'INJUSDT', 'spot-candles');
    expect(halted.series).toMatchObject({ isTracked: false, market: { spot: undefined } });
    expect(halted.candles).toEqual(before.candles);

    await change([], NOW_MS + 4 * HOUR_MS, 2);
    const after = await held(stack, 'INJUSDT', 'spot-candles');
    expect(after.series).toMatchObject({ id: before.series.id, isTracked: true });
    expect(after.candles).toHaveLength(before.candles.length + 4);
  }, 120_000);

  it('are proven where a market has a spot leg, from its first candle on, and fetched again when a hand deletes them', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', 'BTCUSDT,1000PEPEUSDT,COSUSDT'],
      fetcher: { HISTORICAL_TOP_PAIRS: '3', HISTORICAL_SERIES: EVERY_KIND },
    });
    const { fetcher, ready } = await stack.runToReady();
    const kinds = ready.markets.map(({ nativeId, certificates }) => [
      nativeId,
      certificates.map(({ series }) => series.kind).sort(),
    ]);
    const three = ['candles', 'funding', 'mark-candles'];
    expect(new Map(kinds as [string, string[]][])).toEqual(
      new Map([
        ['BTCUSDT', [...three, 'spot-candles']],
        ['1000PEPEUSDT', [...three, 'spot-candles']],
        // It is traded nowhere against USDT outright: no series, and nothing that is missing.
        ['COSUSDT', three],
      ]),
    );
    const pepe = await held(stack, '1000PEPEUSDT', 'spot-candles');
    expect(pepe.series).toMatchObject({
      spotNativeId: 'PEPEUSDT',
      market: { spot: { spotSymbol: 'PEPE/USDT', unitsPerContract: 1_000 } },
    });
    // The recording is younger than the look-back, and nothing tells when its spot market began: its first candle does.
    const perpetual = await held(stack, '1000PEPEUSDT', 'candles');
    expect(pepe.series.spotFromMs).toBe(pepe.candles[0]?.openAtMs);
    expect(pepe.candles.map(({ openAtMs }) => openAtMs)).toEqual(
      perpetual.candles.map(({ openAtMs }) => openAtMs),
    );
    expect(new Set(pepe.gaps.map(({ status }) => status))).toEqual(new Set(['before-listing']));
    for (const [i, spot] of pepe.candles.entries()) {
      // Derived: the perpetual's price of one coin, but for the basis.
      expect(Math.abs((spot.close * 1_000) / (perpetual.candles[i]?.close ?? 0) - 1)).toBeLessThan(
        0.006,
      );
    }
    await fetcher.stop();

    await readDatabase(stack, (database) =>
      database.execute('DELETE FROM candle WHERE series_id = $1', pepe.series.id),
    );
    const again = await stack.runToReady();
    expect(again.ready.datasetSha256).toBe(ready.datasetSha256);
    await again.fetcher.stop();

    const without = await stack.runToReady({ HISTORICAL_SERIES: 'candles,funding,mark' });
    expect(without.ready.markets.every(({ certificates }) => certificates.length === 3)).toBe(true);
    const tracked = await readDatabase(stack, (database) =>
      new MarketStore(database).trackedSeries('bybit', '1h'),
    );
    expect(tracked.map(({ key }) => key.kind)).not.toContain('spot-candles');
  }, 240_000);
});
