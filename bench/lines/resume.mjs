import { round } from '../measure.mjs';
import { Stack } from '../stack.mjs';

/** A fetcher that starts on a database in which nothing is missing. */
export const resume = {
  name: 'resume',
  title: 'Resume on a complete database of 20 pairs × 365 d',
  bar: '≤ 1',
  reference: '2 s from its first request',
  run: async () => {
    // A clock that stands still: no candle closes between the two runs.
    const stack = await Stack.start({ markets: 20, latencyMs: 0, limit: 600, nowMs: Date.now() });
    try {
      const environment = { HISTORICAL_TOP_PAIRS: '20', HISTORICAL_LOOKBACK_DAYS: '365' };
      const first = await stack.runToReady(environment);
      const again = await stack.runToReady(environment);
      const seconds = (again.readyAtMs - again.exchange.firstAtMs) / 1_000;
      const same = first.ready.datasetSha256 === again.ready.datasetSha256;
      return {
        value: `${round(seconds)} s`,
        against: '2 s',
        ratio: round(seconds / 2),
        note: `${again.exchange.requests} requests, pages among them: ${again.exchange.firstPageAtMs === null ? 'none' : 'some'}; ${same ? 'the same' : 'ANOTHER'} certificate; CPU ${round(again.cpuSeconds)} s with the start of the process`,
        details: {
          seconds,
          fromStartSeconds: (again.readyAtMs - again.startedAtMs) / 1_000,
          byEndpoint: again.exchange.byEndpoint,
          cpuSeconds: again.cpuSeconds,
        },
      };
    } finally {
      await stack.close();
    }
  },
};
