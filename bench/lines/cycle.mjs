import { startApp } from '@fullcarry/testing/start-app';
import { at, round } from '../measure.mjs';
import { Stack } from '../stack.mjs';

/** The cycles of which the time is taken; the first ones compile the code and find everything new. */
const LEFT_OUT = 3;
const TAKEN = 12;

/** The desk's cycle as it reports it, the sync by the fetcher included, at an exchange that answers at once. */
function line(name, title, markets, bar) {
  return {
    name,
    title,
    bar,
    reference: '250 ms',
    run: async () => {
      const stack = await Stack.start({ markets, latencyMs: 0, limit: 0 });
      try {
        const environment = {
          HISTORICAL_TOP_PAIRS: String(markets),
          HISTORICAL_LOOKBACK_DAYS: '40',
          EXCHANGE_URL: stack.exchange.url,
          DATABASE_URL: stack.database.url,
          NATS_URL: stack.nats.url,
          METRICS_PORT: '0',
          SCRUB_DAYS: '0',
        };
        const fetcher = startApp('fetcher', { environment });
        await fetcher.prints('The history is proven');
        const desk = startApp('orchestrator', {
          environment: { ...environment, SCAN_INTERVAL_SECONDS: '1', POLL_SECONDS: '5' },
        });
        const cycles = [];
        for await (const message of stack.bus.subscribe('desk.cycle', { max: LEFT_OUT + TAKEN })) {
          cycles.push(message.json());
        }
        await desk.stop();
        await fetcher.stop();
        const times = cycles.slice(LEFT_OUT).map((cycle) => cycle.durationMs);
        const last = cycles.at(-1);
        return {
          value: `${at(times, 0.5)} ms`,
          against: '250 ms',
          ratio: round(at(times, 0.5) / 250),
          note: `most ${at(times, 1)} ms of ${times.length} cycles; ${last.markets.length} markets judged, ${last.held} held, warnings: ${last.warnings.length}`,
          details: { times, warnings: last.warnings },
        };
      } finally {
        await stack.close();
      }
    },
  };
}

export const cycleTwenty = line('cycle', 'A cycle of the desk, 20 markets', 20, '–');
export const cycleMany = line('cycle-500', 'A cycle of the desk, 500 markets', 500, '≤ 250 ms');
