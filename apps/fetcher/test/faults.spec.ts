import { HOUR_MS } from '@fullcarry/domain/time-window';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';

const EVERY_MARKET = { HISTORICAL_TOP_PAIRS: '28' };
const FEW_MARKETS = { HISTORICAL_TOP_PAIRS: '4', HISTORICAL_LOOKBACK_DAYS: '30' };
const FAULT_RATE = 0.2;

/** It asks for two minutes of silence each time; that the adapter keeps them, its own specs show. */
const TOO_SLOW_FOR_A_SPEC = 'http-418-bare';

/** They happen to the few responses about all markets, or about settlements. */
const OF_FEW = [
  'cursor-loop',
  'blank-row',
  'unlisted-ticker',
  'missing-settlement',
  'rate-empty',
  'rate-not-a-number',
];

/** They want a row that fell due a moment ago; the next case has such rows. */
const OF_FRESH_ROWS = ['late-candle', 'revised-candle', 'late-settlement'];

/** A fetcher asks for no order book. */
const OF_BOOKS = ['empty-book', 'thin-book', 'crossed-book'];

afterEach(closeStacks);

describe('every fault of the list at once, in one response of five', () => {
  it('leaves the data set as it is without faults', async () => {
    const expected = await withoutFaults(EVERY_MARKET, NOW_MS);

    const drilled = await Stack.start({ fetcher: EVERY_MARKET });
    const kinds = await drill(
      drilled,
      1,
      OF_FEW.map((kind) => ({ kind, times: 1 })),
    );
    const { ready } = await drilled.runToReady();
    const { breaches, banned, faultsInjected } = await drilled.replay.stats();

    expect(ready.datasetSha256).toBe(expected);
    expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    expect(kinds.filter((kind) => !(kind in faultsInjected))).toEqual([
      ...OF_FRESH_ROWS,
      ...OF_BOOKS,
    ]);
  }, 240_000);

  it('leaves nothing of a provisional candle or a late settlement once the next hour is read', async () => {
    const justSettledMs = Date.parse('2026-08-01T16:05:00Z');
    const hourLaterMs = justSettledMs + 1.5 * HOUR_MS;
    const expected = await withoutFaults(FEW_MARKETS, hourLaterMs);

    const drilled = await Stack.start({ fetcher: FEW_MARKETS });
    await drilled.replay.moveClock(justSettledMs);
    await drill(drilled, 2, [{ kind: OF_FRESH_ROWS, rate: 0.5 }]);
    const { fetcher } = await drilled.runToReady();
    await fetcher.stop();
    await drilled.replay.moveClock(hourLaterMs);
    // A provisional candle was proven history by then: it takes two answers, some time apart, to change it.
    const ready = await drilled.ready(drilled.startFetcher(), {
      isIt: ({ datasetSha256 }) => datasetSha256 === expected,
    });

    expect(ready.datasetSha256).toBe(expected);
    expect((await drilled.replay.stats()).breaches).toBe(0);
  }, 240_000);
});

describe('a block of the whole region', () => {
  it('says nothing about a market: no window of it is closed, and all is had when it is over', async () => {
    const expected = await withoutFaults(FEW_MARKETS, NOW_MS);

    const blocked = await Stack.start({ fetcher: FEW_MARKETS });
    await blocked.replay.faults([{ kind: 'http-403-geo', path: 'kline', times: 12 }]);
    const { ready } = await blocked.runToReady();

    expect(ready.datasetSha256).toBe(expected);
    expect(blocked.facts.of('data.degraded')).toEqual([]);
  }, 60_000);
});

/** The fingerprint of the data set that an exchange without faults gives at that time. */
async function withoutFaults(
  fetcher: Readonly<Record<string, string>>,
  nowMs: number,
): Promise<string> {
  const clean = await Stack.start({ fetcher });
  await clean.replay.moveClock(nowMs);
  const { ready } = await clean.runToReady();
  await closeStacks();
  return ready.datasetSha256;
}

async function drill({ replay }: Stack, seed: number, first: object[] = []): Promise<string[]> {
  const kinds = (await replay.faultKinds()).filter((kind) => kind !== TOO_SLOW_FOR_A_SPEC);
  await replay.faults([...first, { kind: kinds, rate: FAULT_RATE }], seed);
  return kinds;
}
