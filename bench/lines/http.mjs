import { startApp } from '@fullcarry/testing/start-app';
import { startNats } from '@fullcarry/testing/start-nats';
import Sqlite from 'better-sqlite3';
import { at, round } from '../measure.mjs';
import { emptyStore, generatedPages, HOUR_MS, savePages } from '../references/generated-store.mjs';

const HOURS = 365 * 24;

/** A year of 1h candles over HTTP, from the question to the last byte, as a browser gets it: compressed. */
function line(name, title, markets, bar) {
  return {
    name,
    title,
    bar,
    reference: 'the same SELECT through raw better-sqlite3, and JSON.stringify',
    run: async ({ quick }) => {
      const store = await emptyStore(markets, 'sqlite');
      for (const { id } of store.series) {
        await savePages(store.database, id, generatedPages(HOURS));
      }
      await store.database.close();
      const nats = await startNats();
      const gateway = startApp('gateway', {
        environment: {
          NATS_URL: nats.url,
          DATABASE_URL: store.url,
          HTTP_PORT: '0',
          HTTP_READS_PER_MINUTE: '0',
          LOG_LEVEL: 'info',
        },
      });
      try {
        const { url } = JSON.parse(await gateway.prints('The gateway listens'));
        const times = [];
        let bytes = 0;
        const rounds = Math.ceil((quick ? 40 : 200) / markets);
        // The first answers compile the code that gives them.
        for (let round = -2; round < rounds; round += 1) {
          const startedAtMs = performance.now();
          const sizes = await Promise.all(
            store.series.map(({ market }) => yearOf(url, market.symbol)),
          );
          if (round >= 0) times.push(performance.now() - startedAtMs);
          bytes = sizes[0];
        }
        const rawMs = await raw(store, rounds);
        const p99 = at(times, 0.99);
        return {
          value: `p99 ${round(p99, 1)} ms`,
          against: `${round(rawMs, 1)} ms`,
          ratio: round(at(times, 0.5) / rawMs),
          note: `p50 ${round(at(times, 0.5), 1)} ms, ${times.length} × ${markets} answers of ${Math.round(bytes / 1_000)} kB before compression; the ratio is of the medians`,
          details: { p50: at(times, 0.5), p99, rawMs },
        };
      } finally {
        await gateway.stop();
        await nats.close();
        await store.remove();
      }
    },
  };
}

async function yearOf(url, symbol) {
  const query = new URLSearchParams({ symbol, fromMs: '0', toMs: String(HOURS * HOUR_MS) });
  const response = await fetch(`${url}/api/candles?${query}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  if (JSON.parse(text).candles.length !== HOURS) throw new Error('A year has other rows');
  return text.length;
}

/** The median. */
async function raw({ url, series }, rounds) {
  const database = new Sqlite(url.slice('file:'.length), { readonly: true });
  const select = database
    .prepare(
      'SELECT open_at_ms, open, high, low, close, volume FROM candle WHERE series_id = ? ORDER BY open_at_ms',
    )
    .raw();
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAtMs = performance.now();
    for (const { id } of series) JSON.stringify(select.all(id));
    times.push(performance.now() - startedAtMs);
  }
  database.close();
  return at(times, 0.5);
}

export const httpOne = line('http', 'A year of 1h candles over HTTP, markets: 1', 1, 'p99 ≤ 50 ms');
export const httpTwenty = line(
  'http-20',
  'A year of 1h candles over HTTP, markets: 20, asked for at once',
  20,
  '–',
);
