import { DATABASES } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordingOf } from './recording.js';
import type { ReplayedMarket } from '@fullcarry/testing/replay';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { allSeries, held } from './stored.js';

const SELECTABLE = 28;

const fingerprints = new Set<string>();

describe.each(DATABASES)('a history that is proven, on %s', (database) => {
  let stack: Stack;
  let markets: readonly ReplayedMarket[];

  beforeAll(async () => {
    stack = await Stack.start({
      database,
      fetcher: { HISTORICAL_TOP_PAIRS: String(SELECTABLE) },
    });
    const { ready } = await stack.runToReady();
    fingerprints.add(ready.datasetSha256);
    markets = (await stack.replay.describe()).markets.filter(isSelectable);
  }, 120_000);

  afterAll(closeStacks);

  it('is that of the USDT perpetuals which trade, and of nothing that looks like one', async () => {
    const stored = new Set((await allSeries(stack)).map(({ series }) => series.market.nativeId));
    expect([...stored].sort()).toEqual(markets.map(({ symbol }) => symbol));
    expect(stored.size).toBe(SELECTABLE);
  });

  it('equals what the exchange has, row for row and value for value', async () => {
    for (const market of markets) {
      const recorded = recordingOf(market, NOW_MS, NOW_MS);
      expect(market.shiftWeeks).toBe(recorded.shiftWeeks);
      const candles = await held(stack, market.symbol, 'candles');
      expect(candles.candles).toEqual(recorded.candles);
      const funding = await held(stack, market.symbol, 'funding');
      expect(funding.settlements).toEqual(recorded.settlements);
      expect([...candles.gaps, ...funding.gaps]).toEqual([]);
    }
  }, 60_000);

  it('tells the interval of each settlement as it was then, not as it is now', async () => {
    const { settlements } = await held(stack, 'INJUSDT', 'funding');
    const hours = settlements.slice(1).map((row) => row.intervalMinutes! / 60);
    const changes = hours.filter((interval, i) => interval !== hours[i - 1]);
    expect(changes.slice(0, 4)).toEqual([8, 1, 6, 8]);
    const ena = (await held(stack, 'ENAUSDT', 'funding')).settlements;
    expect(new Set(ena.slice(1).map((row) => row.intervalMinutes))).toEqual(new Set([240]));
  });

  it('keeps the raw stamps beside the minutes that they belong to', async () => {
    const { settlements } = await held(stack, 'COSUSDT', 'funding');
    const jitterMs = settlements.map((row) => row.stampedAtMs - row.settledAtMs);
    expect(Math.min(...jitterMs)).toBe(0);
    expect(Math.max(...jitterMs)).toBeGreaterThan(1);
  });

  it('begins where a market was listed that is younger than the look-back', async () => {
    const kat = markets.find((market) => market.symbol === 'KATUSDT')!;
    const { candles, series } = await held(stack, 'KATUSDT', 'candles');
    expect(series.market.listedAtMs).toBe(kat.launchedAtMs);
    expect(candles[0]!.openAtMs).toBe(kat.launchedAtMs);
  });

  it('was asked for within the exchange’s limit', async () => {
    const { breaches, banned } = await stack.replay.stats();
    expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
  });
});

it('has the same fingerprint on both databases', () => {
  expect(fingerprints.size).toBe(1);
});

function isSelectable({ role, settleCoin, contractType }: ReplayedMarket): boolean {
  return role === 'market' && settleCoin === 'USDT' && contractType === 'LinearPerpetual';
}
