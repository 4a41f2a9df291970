import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { Replay } from '@fullcarry/testing/replay';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from '../stack.js';
import { isUndetectable, SUBJECTS } from './subject.js';

/**
 * Few rows, since a limit that is a minute long lets few be read in seconds, and a market that was listed
 * within the look-back. A share of its own of the budget: one that is shared begins with a wait.
 */
const FETCHER = {
  HISTORICAL_TOP_PAIRS: '2',
  HISTORICAL_LOOKBACK_DAYS: '20',
  RATE_BUDGET_SCOPE: 'replica',
  HISTORICAL_SERIES: 'candles,funding,spot,mark',
};
const REPLAY = ['--symbols', 'BTCUSDT,KATUSDT'];
const CLOCK = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];

const FAULT_RATE = 0.2;

/** They ask for minutes of silence; that it is kept is seen where the limits are. */
const TOO_SLOW_FOR_A_SPEC = ['http-418-bare', 'http-429-bare'];

describe('what a fetcher proves', () => {
  const proven = new Map<string, string>();
  const replays = new Map<string, Replay>();

  beforeAll(async () => {
    for (const id of SUBJECTS) {
      replays.set(id, await Replay.start(['--api', id, ...REPLAY, ...CLOCK]));
    }
    const urls = [...replays].map(([id, { url }]) => `${id}=${url}`);
    const stack = await Stack.start({
      fetcher: { ...FETCHER, EXCHANGE: SUBJECTS.join(','), EXCHANGE_URL: urls.join(',') },
    });
    const fetcher = stack.startFetcher();
    const factOf = (id: string) =>
      stack.fact<DataReady>('data.ready', fetcher, {
        since: 0,
        isIt: ({ exchange, markets }) =>
          exchange === id && markets.length === 2 && markets.every(({ ready }) => ready),
      });
    for (const ready of await Promise.all(SUBJECTS.map(factOf))) {
      proven.set(ready.exchange, ready.datasetSha256);
    }
    await closeStacks();
  }, 120_000);
  afterAll(async () => {
    await closeStacks();
    for (const replay of replays.values()) await replay.close();
  });

  it.each(SUBJECTS)('of %s, side by side with all others, breaks no limit', async (id) => {
    const { breaches, banned, limits } = await replays.get(id)!.stats();
    expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    for (const limit of limits) expect(limit.breaches).toBe(0);
  });

  it.each(SUBJECTS)(
    'of %s alone, with every fault at once in one response of five, is the same data set',
    async (id) => {
      const drilled = await Stack.start({
        replay: ['--api', id, ...REPLAY],
        fetcher: { ...FETCHER, EXCHANGE: id },
      });
      const kinds = (await drilled.replay.faultKinds()).filter(
        (kind) => !TOO_SLOW_FOR_A_SPEC.includes(kind) && !isUndetectable(id, kind, 'candles'),
      );
      await drilled.replay.faults([{ kind: kinds, rate: FAULT_RATE }], 3);
      const { ready } = await drilled.runToReady();
      const { breaches, banned, faultsInjected } = await drilled.replay.stats();
      await closeStacks();
      expect(ready.datasetSha256).toBe(proven.get(id));
      expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
      expect(Object.keys(faultsInjected).length).toBeGreaterThan(2);
    },
    120_000,
  );
});
