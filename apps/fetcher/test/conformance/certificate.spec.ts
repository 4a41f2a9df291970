import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, Stack } from '../stack.js';
import { isUntellable, SUBJECTS } from './subject.js';

const FEW = { HISTORICAL_TOP_PAIRS: '4', HISTORICAL_LOOKBACK_DAYS: '30' };

/** Of Hyperliquid one young market, since its weights let two pages go in three seconds. */
const YOUNG = ['--symbols', 'KATUSDT'];
const ONE = { HISTORICAL_TOP_PAIRS: '1', RATE_BUDGET: '1' };

const FAULT_RATE = 0.2;

/** They ask for minutes of silence; that it is kept is seen where the limits are. */
const TOO_SLOW_FOR_A_SPEC = ['http-418-bare', 'http-429-bare'];

afterEach(closeStacks);

/** Of Bybit, with all of its markets, ../faults.spec.ts shows the same with each run of all tests. */
const PROVEN = SUBJECTS.filter((id) => id !== 'bybit' || SUBJECTS.length === 1);

describe.each(PROVEN)('what a fetcher proves of %s', (id) => {
  it('is the same data set with every fault at once, in one response of five', async () => {
    const clean = await start(id);
    const { ready } = await clean.runToReady();
    const { breaches, banned } = await clean.replay.stats();

    expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    expect(ready.markets).not.toHaveLength(0);
    expect(ready.datasetSha256).toMatch(/^[0-9a-f]{64}$/);
    await closeStacks();
    const drilled = await start(id);
    const kinds = (await drilled.replay.faultKinds()).filter(
      (kind) => !TOO_SLOW_FOR_A_SPEC.includes(kind) && !isUntellable(id, kind, 'candles'),
    );
    await drilled.replay.faults([{ kind: kinds, rate: FAULT_RATE }], 3);
    const { ready: readyAgain } = await drilled.runToReady();
    const stats = await drilled.replay.stats();
    expect(readyAgain.datasetSha256).toBe(ready.datasetSha256);
    expect({ breaches: stats.breaches, banned: stats.banned }).toEqual({ breaches: 0, banned: 0 });
    expect(Object.keys(stats.faultsInjected).length).toBeGreaterThan(2);
  }, 240_000);
});

/** A share of its own of the budget: one that is shared begins with a wait as long as the limit's window. */
function start(id: string): Promise<Stack> {
  return Stack.start({
    replay: ['--api', id, ...(id === 'hyperliquid' ? YOUNG : [])],
    fetcher: { ...(id === 'hyperliquid' ? ONE : FEW), EXCHANGE: id, RATE_BUDGET_SCOPE: 'replica' },
  });
}
