import {
  DAY_MS,
  HOUR_MS,
  intersectWindows,
  MINUTE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServedRequest } from '@fullcarry/testing/replay';
import { closeStacks, Stack } from './stack.js';
import { allSeries } from './stored.js';

const fetcher = { HISTORICAL_TOP_PAIRS: '28' };
const KILLS = 6;

afterEach(closeStacks);

describe('a fetcher that is killed again and again', () => {
  it.each([11])(
    'ends with the same data set and asks for no page that it had (seed %i)',
    async (seed) => {
      const clean = await Stack.start({ fetcher });
      const { ready: expected } = await clean.runToReady();
      await closeStacks();

      const random = seeded(seed);
      const stack = await Stack.start({ fetcher });
      const askedAgain: string[] = [];
      let covered = new Map<string, readonly TimeWindow[]>();
      let sequence = 0;
      const checkRequests = async () => {
        const { lastSequence, requests } = await stack.replay.requests(sequence);
        askedAgain.push(...requests.filter((one) => wasCovered(one, covered)).map(textOf));
        sequence = lastSequence;
      };
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const victim = stack.startFetcher();
        await pagesServed(stack, victim, 1 + Math.floor(random() * 60));
        await sleep(random() * 100);
        await victim.stop('SIGKILL');
        await checkRequests();
        covered = await coverageByQuestion(stack);
      }
      expect([...covered.values()].flat().length).toBeGreaterThan(0);
      const { ready } = await stack.runToReady();
      await checkRequests();

      expect(askedAgain).toEqual([]);
      expect(ready.datasetSha256).toBe(expected.datasetSha256);
      const { breaches, banned } = await stack.replay.stats();
      expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    },
    120_000,
  );
});

const KLINE = '/v5/market/kline';
const FUNDING = '/v5/market/funding/history';

/** Resolves when this run of the fetcher was served so many pages more. */
async function pagesServed(stack: Stack, victim: RunningApp, pages: number): Promise<void> {
  const served = async () => {
    const { byEndpoint } = await stack.replay.stats();
    return (byEndpoint[KLINE] ?? 0) + (byEndpoint[FUNDING] ?? 0);
  };
  const before = await served();
  while ((await served()) < before + pages) {
    if (victim.process.exitCode !== null) throw new Error(victim.lines.join('\n'));
    await sleep(5);
  }
}

async function coverageByQuestion(stack: Stack) {
  const all = await allSeries(stack);
  return new Map(
    all.map(({ series, coverage }) => [
      `${series.key.kind === 'candles' ? KLINE : FUNDING} ${series.market.nativeId}`,
      coverage,
    ]),
  );
}

/**
 * Whether any of what was asked for had been covered. Two candles before a window and one after it are read
 * along, and a day of settlements on either side: those are no page asked for twice.
 */
function wasCovered(
  { path, query }: ServedRequest,
  covered: ReadonlyMap<string, readonly TimeWindow[]>,
): boolean {
  const coverage = covered.get(`${path} ${query['symbol']}`) ?? [];
  const inner =
    path === KLINE
      ? { fromMs: Number(query['start']) + 2 * HOUR_MS, toMs: Number(query['end']) + 1 - HOUR_MS }
      : {
          fromMs: Number(query['startTime']) + MINUTE_MS / 2 + DAY_MS,
          toMs: Number(query['endTime']) + 1 - MINUTE_MS / 2 - DAY_MS,
        };
  return intersectWindows([inner], coverage).length > 0;
}

function textOf({ path, query }: ServedRequest): string {
  return `${path} ${JSON.stringify(query)}`;
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
