import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import type { DataSynced } from '@fullcarry/contracts/facts/data-synced-v1';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { recordingOf } from './recording.js';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held, readDatabase } from './stored.js';

/** Its funding goes from 8 h to 1 h: the first hour's settlement can be left out without a trace. */
const SYMBOL = 'INJUSDT';
const REVISED_AT_MS = Date.parse('2026-07-10T05:00:00Z');

afterEach(closeStacks);

describe('the scrub', () => {
  it('finds what was revised and what was left out next to a regular stretch', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', SYMBOL],
      fetcher: { HISTORICAL_TOP_PAIRS: '1' },
    });
    const leftOut = await firstHourlySettlement(stack);
    const lacking = [{ symbol: SYMBOL, kind: 'funding', at: [leftOut.settledAtMs] }];
    await stack.replay.scenario({ lacking });
    const { fetcher, ready } = await stack.runToReady();
    expect((await held(stack, SYMBOL, 'funding')).gaps).toEqual([]);
    await fetcher.stop();

    const before = (await held(stack, SYMBOL, 'candles')).candles.find(isRevised)!;
    const revision = { symbol: SYMBOL, openAt: REVISED_AT_MS, volume: '1' };
    await stack.replay.scenario({ revisions: [revision] });
    const since = stack.facts.heard.length;
    const scrubbing = stack.startFetcher({ SCRUB_DAYS: '0.0001' });
    const scrubbed = await stack.ready(scrubbing, { since, isIt: isScrubbed });

    expect(scrubbed.datasetSha256).not.toBe(ready.datasetSha256);
    const candles = await held(stack, SYMBOL, 'candles');
    expect(candles.candles.find(isRevised)).toEqual({ ...before, volume: 1 });
    const wasMissing = [leftOut.settledAtMs, 'null', 'scrub'];
    const wasOtherwise = [REVISED_AT_MS, JSON.stringify(Object.values(before)), 'scrub'];
    const both = await revisions(stack);
    expect(both).toHaveLength(2);
    expect(both).toEqual(expect.arrayContaining([wasMissing, wasOtherwise]));
    const funding = await held(stack, SYMBOL, 'funding');
    expect(funding.settlements).toContainEqual(leftOut);
    expect(candles.series.scrubbedAtMs).toBeDefined();
    expect(funding.series.scrubbedAtMs).toBeDefined();
    const reported = (stack.facts.of('data.synced') as DataSynced[]).flatMap((one) => one.series);
    expect(reported).toContainEqual(
      expect.objectContaining({ series: { kind: 'funding' }, rowsAdded: 1, rowsRevised: 1 }),
    );
    expect(reported).toContainEqual(expect.objectContaining({ rowsAdded: 0, rowsRevised: 1 }));
  }, 120_000);
});

function isRevised({ openAtMs }: { openAtMs: number }): boolean {
  return openAtMs === REVISED_AT_MS;
}

function isScrubbed({ markets }: DataReady): boolean {
  return markets.every(({ certificates }) =>
    certificates.every(({ scrubbedAtMs }) => scrubbedAtMs !== null),
  );
}

async function firstHourlySettlement(stack: Stack) {
  const { markets } = await stack.replay.describe();
  const market = markets.find((one) => one.symbol === SYMBOL)!;
  const { settlements } = recordingOf(market, NOW_MS, NOW_MS);
  const i = settlements.findIndex(
    (row, j) => row.intervalMinutes === 60 && settlements[j - 1]!.intervalMinutes === 480,
  );
  return settlements[i]!;
}

function revisions(stack: Stack) {
  return readDatabase(stack, (database) =>
    database.json(
      z.array(z.tuple([z.int(), z.string(), z.string()])),
      `SELECT ${database.dialect.collect(
        database.dialect.array(['row_at_ms', 'old_row', 'found_by']),
        'row_at_ms',
      )} FROM revision`,
    ),
  );
}
