import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const HOUR_AT_MS = Date.parse('2026-07-15T03:00:00Z');
const SETTLEMENT_AT_MS = Date.parse('2026-07-20T08:00:00Z');
const LACKING = {
  lacking: [
    { symbol: 'BTCUSDT', kind: 'candles', at: [HOUR_AT_MS] },
    { symbol: 'ETHUSDT', kind: 'funding', at: [SETTLEMENT_AT_MS] },
  ],
};

afterEach(closeStacks);

describe('an hour and a settlement that the exchange does not have', () => {
  it('are missing, then confirmed empty, and no row is made up for them', async () => {
    const stack = await start(LACKING);
    const fetcher = stack.startFetcher();
    const degraded = await stack.fact<DataDegraded>('data.degraded', fetcher, { since: 0 });
    expect(stack.facts.of('data.ready')).toEqual([]);
    expect(degraded.series.map(({ nativeId, missing }) => [nativeId, missing]).sort()).toEqual([
      ['BTCUSDT', 1],
      ['ETHUSDT', 1],
    ]);
    for (const { gaps } of degraded.series) {
      expect(gaps).toHaveLength(1);
      expect(gaps[0]).toMatchObject({ status: 'missing', rowsExpected: 1, observations: 1 });
      expect(gaps[0]!.evidence).toContain('none of the 1 due in it');
    }

    const ready = await stack.ready(fetcher, { since: 0 });
    expect(absences(ready)).toEqual([
      ['BTCUSDT candles', 1],
      ['BTCUSDT funding', 0],
      ['ETHUSDT candles', 0],
      ['ETHUSDT funding', 1],
    ]);
    const btc = await held(stack, 'BTCUSDT', 'candles');
    expect(btc.gaps).toMatchObject([
      { fromMs: HOUR_AT_MS, toMs: HOUR_AT_MS + HOUR_MS, status: 'confirmed-empty' },
    ]);
    expect(btc.candles.some((candle) => candle.openAtMs === HOUR_AT_MS)).toBe(false);
    const eth = await held(stack, 'ETHUSDT', 'funding');
    expect(eth.gaps).toMatchObject([{ toMs: SETTLEMENT_AT_MS + 8 * HOUR_MS }]);
    const after = eth.settlements.find((row) => row.settledAtMs > SETTLEMENT_AT_MS)!;
    expect(after.intervalMinutes).toBe(16 * 60);
  }, 120_000);

  it('are stored by the scrub when the exchange finds them again', async () => {
    const stack = await start(LACKING);
    const { fetcher } = await stack.runToReady();
    await fetcher.stop();
    await stack.replay.scenario({});
    const scrubbing = stack.startFetcher({ SCRUB_DAYS: '0.0001' });
    const isWhole = (ready: DataReady) => absences(ready).every(([, empty]) => empty === 0);
    await stack.ready(scrubbing, { isIt: isWhole });
    const btc = await held(stack, 'BTCUSDT', 'candles');
    const eth = await held(stack, 'ETHUSDT', 'funding');
    expect([...btc.gaps, ...eth.gaps]).toEqual([]);
    expect(btc.candles.some((candle) => candle.openAtMs === HOUR_AT_MS)).toBe(true);
    const around = eth.settlements.filter(
      (row) => Math.abs(row.settledAtMs - SETTLEMENT_AT_MS) <= 8 * HOUR_MS,
    );
    expect(around.map((row) => row.intervalMinutes)).toEqual([480, 480, 480]);
  }, 120_000);
});

describe('a day that the exchange does not have', () => {
  const pageMs = 997 * HOUR_MS;
  const seamMs = Math.floor(NOW_MS / pageMs) * pageMs;
  const hours = Array.from({ length: 24 }, (_, i) => seamMs + (i - 12) * HOUR_MS);
  const lacking = (at: number[]) => ({ lacking: [{ symbol: 'BTCUSDT', kind: 'candles', at }] });

  it('is one gap also where two pages meet in it, and what is found of it later is no gap', async () => {
    const stack = await start(lacking(hours));
    const { fetcher, ready } = await stack.runToReady();
    expect(absences(ready)[0]).toEqual(['BTCUSDT candles', 24]);
    const { gaps, candles } = await held(stack, 'BTCUSDT', 'candles');
    expect(gaps).toMatchObject([
      { fromMs: hours[0], toMs: hours[0]! + DAY_MS, status: 'confirmed-empty', rowsExpected: 24 },
    ]);
    expect(candles.filter((candle) => hours.includes(candle.openAtMs))).toEqual([]);
    await fetcher.stop();

    await stack.replay.scenario(lacking([...hours.slice(0, 10), ...hours.slice(14)]));
    const scrubbing = stack.startFetcher({ SCRUB_DAYS: '0.0001' });
    await stack.ready(scrubbing, { isIt: (one) => absences(one)[0]![1] === 20 });
    const left = await held(stack, 'BTCUSDT', 'candles');
    expect(left.gaps).toMatchObject([
      { fromMs: hours[0], toMs: hours[10], status: 'confirmed-empty', rowsExpected: 10 },
      { fromMs: hours[14], toMs: hours[0]! + DAY_MS, status: 'confirmed-empty', rowsExpected: 10 },
    ]);
  }, 120_000);
});

async function start(scenario: object): Promise<Stack> {
  const stack = await Stack.start({
    replay: ['--symbols', SYMBOLS.join(',')],
    fetcher: { HISTORICAL_TOP_PAIRS: '2', HISTORICAL_LOOKBACK_DAYS: '60' },
  });
  await stack.replay.scenario(scenario);
  return stack;
}

function absences(ready: DataReady): [string, number][] {
  return ready.markets
    .flatMap(({ nativeId, certificates }) =>
      certificates.map((one): [string, number] => [
        `${nativeId} ${one.series.kind}`,
        one.confirmedEmpty,
      ]),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
