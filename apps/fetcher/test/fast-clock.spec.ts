import { DAY_MS } from '@fullcarry/domain/time-window';
import { afterEach, expect, it } from '@jest/globals';
import { recordingOf } from './recording.js';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held } from './stored.js';

const MONTH_AGO_MS = NOW_MS - 30 * DAY_MS;
const MONTH_IN_A_MINUTE = 43_200;

afterEach(closeStacks);

it('a month that the exchange plays in a minute is kept up with, and nothing of it is lost', async () => {
  const symbols = ['BTCUSDT', 'INJUSDT', 'ENAUSDT'];
  const stack = await Stack.start({
    replay: ['--now', String(MONTH_AGO_MS), '--symbols', symbols.join(',')],
    fetcher: {
      HISTORICAL_TOP_PAIRS: '3',
      HISTORICAL_LOOKBACK_DAYS: '30',
      HISTORICAL_REEVALUATE_HOURS: '24',
    },
  });
  const { fetcher, ready } = await stack.runToReady();
  expect(ready.markets.map(({ nativeId }) => nativeId).sort()).toEqual(['BTCUSDT', 'INJUSDT']);

  // Skipping what a minute would be spent on, and never back, however slow this machine is.
  let nowMs = MONTH_AGO_MS;
  for (let day = 3; day <= 27; day += 3) {
    const fromMs = Math.max(nowMs, MONTH_AGO_MS + day * DAY_MS);
    await stack.replay.runClock(MONTH_IN_A_MINUTE, fromMs);
    expect(await stack.facts.command('order.data.sync')).toMatchObject({ marketsFailed: [] });
    nowMs = (await stack.replay.describe()).nowMs;
  }
  ({ nowMs } = await stack.replay.runClock(0));
  // ENAUSDT was listed within the month, and is complete from its first hour.
  const complete = stack.ready(fetcher, {
    since: 0,
    isIt: ({ markets }) => markets.length === 3,
  });
  await stack.facts.command('order.data.sync');
  await complete;
  await stack.facts.command('order.data.sync');

  const { markets } = await stack.replay.describe();
  for (const market of markets) {
    const recorded = recordingOf(market, NOW_MS, nowMs);
    const candles = await held(stack, market.symbol, 'candles');
    const funding = await held(stack, market.symbol, 'funding');
    const fromMs = candles.candles[0]!.openAtMs;
    expect(fromMs).toBeLessThan(MONTH_AGO_MS + 10 * DAY_MS);
    expect(candles.candles).toEqual(recorded.candles.filter((row) => row.openAtMs >= fromMs));
    const firstMs = funding.settlements[0]!.settledAtMs;
    expect(funding.settlements.map(({ settledAtMs, rate }) => [settledAtMs, rate])).toEqual(
      recorded.settlements
        .filter((row) => row.settledAtMs >= firstMs)
        .map(({ settledAtMs, rate }) => [settledAtMs, rate]),
    );
    expect([...candles.gaps, ...funding.gaps]).toEqual([]);
  }
}, 120_000);
