import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { ceilTo, DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordingOf } from './recording.js';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const LOOKBACK_DAYS = 100;
const LOOKBACK_FROM_MS = floorTo(NOW_MS - LOOKBACK_DAYS * DAY_MS, DAY_MS);

/** OKX keeps three months of settlements, of which 89 days are counted on. */
const KEPT_FROM_MS = ceilTo(NOW_MS - 89 * DAY_MS, DAY_MS);

const OKX = {
  replay: ['--api', 'okx', '--symbols', 'BTCUSDT,1000PEPEUSDT'],
  fetcher: {
    EXCHANGE: 'okx',
    HISTORICAL_TOP_PAIRS: '2',
    HISTORICAL_LOOKBACK_DAYS: String(LOOKBACK_DAYS),
  },
};

describe('the history of OKX', () => {
  let stack: Stack;
  let fetcher: RunningApp;
  let ready: DataReady;

  beforeAll(async () => {
    stack = await Stack.start(OKX);
    ({ fetcher, ready } = await stack.runToReady());
  }, 120_000);
  afterAll(closeStacks);

  it('is proven row for row, with volume in coins', async () => {
    const { markets } = await stack.replay.describe();
    const bitcoin = markets.find(({ symbol }) => symbol === 'BTC-USDT-SWAP')!;
    const recorded = recordingOf(bitcoin, NOW_MS, NOW_MS);
    const { candles } = await held(stack, 'BTC-USDT-SWAP', 'candles');
    const wanted = <Row extends { openAtMs: number }>(rows: readonly Row[]) =>
      rows.filter((row) => row.openAtMs >= LOOKBACK_FROM_MS);
    expect(wanted(candles)).toEqual(wanted(recorded.candles));
    const { settlements } = await held(stack, 'BTC-USDT-SWAP', 'funding');
    const settled = recorded.settlements.filter((row) => row.settledAtMs >= KEPT_FROM_MS);
    expect(settlements.map(rateAt)).toEqual(settled.map(rateAt));

    // One coin of a thousand: the price is a thousandth, the volume a thousand times.
    const pepe = markets.find(({ symbol }) => symbol === 'PEPE-USDT-SWAP')!;
    const thousands = recordingOf(pepe, NOW_MS, NOW_MS).candles;
    const coins = (await held(stack, 'PEPE-USDT-SWAP', 'candles')).candles;
    expect(coins).toHaveLength(thousands.length);
    expect(coins[0]!.close * 1_000).toBeCloseTo(thousands[0]!.close, 10);
    expect(coins[0]!.volume).toBe(thousands[0]!.volume * 1_000);
  });

  it('says from when on funding can be had, also when that moves on', async () => {
    const { gaps } = await held(stack, 'BTC-USDT-SWAP', 'funding');
    const lost = { fromMs: LOOKBACK_FROM_MS, toMs: KEPT_FROM_MS, status: 'before-history' };
    expect(gaps).toMatchObject([lost]);
    expect(bitcoinFundingOf(ready).window.fromMs).toBe(KEPT_FROM_MS);

    // Two days later the exchange keeps two days less of it; what is proven stays, and the window with it.
    await fetcher.stop();
    await stack.replay.moveClock(NOW_MS + 2 * DAY_MS);
    const later = bitcoinFundingOf((await stack.runToReady()).ready);
    expect(later.window.fromMs).toBe(KEPT_FROM_MS);
    expect(later.present - bitcoinFundingOf(ready).present).toBe(6);
    expect((await held(stack, 'BTC-USDT-SWAP', 'funding')).gaps).toMatchObject([lost]);
  }, 120_000);

  it('is the same with faults in one response of five, and breaches no limit either way', async () => {
    const drilled = await Stack.start(OKX);
    // It asks for two minutes of silence each time.
    const kinds = (await drilled.replay.faultKinds()).filter((kind) => kind !== 'http-418-bare');
    await drilled.replay.faults([{ kind: kinds, rate: 0.2 }], 1);
    const { datasetSha256 } = (await drilled.runToReady()).ready;
    expect(datasetSha256).toBe(ready.datasetSha256);
    const { faultsInjected, ...stats } = await drilled.replay.stats();
    expect(Object.keys(faultsInjected).length).toBeGreaterThan(10);
    for (const { breaches, banned } of [stats, await stack.replay.stats()]) {
      expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    }
  }, 240_000);
});

function rateAt(row: { readonly settledAtMs: number; readonly rate: string }) {
  return [row.settledAtMs, row.rate];
}

function bitcoinFundingOf({ markets }: DataReady) {
  const bitcoin = markets.find(({ nativeId }) => nativeId === 'BTC-USDT-SWAP');
  return bitcoin!.certificates.find(({ series }) => series.kind === 'funding')!;
}
