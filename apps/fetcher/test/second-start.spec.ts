import { HOUR_MS } from '@fullcarry/domain/time-window';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, NOW_MS, Stack } from './stack.js';

const PAIRS = 28;
const fetcher = { HISTORICAL_TOP_PAIRS: String(PAIRS) };

/** Five readings of a clock that disagrees with this machine's, the list of markets, the tickers. */
const MOST_OF_ALL_MARKETS = 7;
const MOST_OF_ONE_MARKET = 2;

afterEach(closeStacks);

describe('a second start', () => {
  it('on a complete database asks for no row, and finds the same data set', async () => {
    const { stack, sha256 } = await complete();
    const again = await startAgain(stack);
    expect(again.sha256).toBe(sha256);
    expect(again.ofOneMarket).toEqual([]);
    expect(again.ofAllMarkets).toBeLessThanOrEqual(MOST_OF_ALL_MARKETS);
  }, 120_000);

  it.each([5, 24])(
    'asks at most twice about a market when the exchange went on for %i hours',
    async (hours) => {
      const { stack, sha256 } = await complete();
      await stack.replay.moveClock(NOW_MS + hours * HOUR_MS);
      const again = await startAgain(stack);
      expect(again.sha256).not.toBe(sha256);
      expect(again.ofOneMarket).toHaveLength(PAIRS);
      expect(Math.max(...again.ofOneMarket)).toBeLessThanOrEqual(MOST_OF_ONE_MARKET);
      expect(again.ofAllMarkets).toBeLessThanOrEqual(MOST_OF_ALL_MARKETS);
    },
    120_000,
  );
});

async function complete(): Promise<{ stack: Stack; sha256: string }> {
  const stack = await Stack.start({ fetcher });
  const first = await stack.runToReady();
  await first.fetcher.stop();
  return { stack, sha256: first.ready.datasetSha256 };
}

/** The requests before `data.ready`: how many about each market, how many about all of them. */
async function startAgain(stack: Stack) {
  const { replay } = stack;
  const { lastSequence } = await replay.requests();
  const { ready } = await stack.runToReady();
  const { requests } = await replay.requests(lastSequence);
  const ofOneMarket = new Map<string, number>();
  for (const { query } of requests) {
    const symbol = query['symbol'];
    if (symbol !== undefined) ofOneMarket.set(symbol, (ofOneMarket.get(symbol) ?? 0) + 1);
  }
  return {
    sha256: ready.datasetSha256,
    ofOneMarket: [...ofOneMarket.values()],
    ofAllMarkets: requests.filter(({ query }) => query['symbol'] === undefined).length,
  };
}
