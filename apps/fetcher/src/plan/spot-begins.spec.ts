import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { USUAL_KINDS } from '@fullcarry/domain/series';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { SpotStore } from '@fullcarry/history/markets/spot-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import { savePage } from '@fullcarry/history/rows/save-page';
import { createLogger } from '@fullcarry/platform/logs/create-logger';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { Replay } from '@fullcarry/testing/replay';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { PageReader } from '../fetch/page-reader.js';
import { RetryPolicy } from '../fetch/retry-policy.js';
import { SpotBegins } from './spot-begins.js';
import type { TrackedSeries } from './tracked-series.js';

const NOW_MS = Date.parse('2026-08-01T12:30:00Z');
const TO_MS = NOW_MS - (NOW_MS % HOUR_MS);
const logger = createLogger({ service: 'fetcher', level: 'silent', format: 'json' });

describe('when a spot market began', () => {
  let replay: Replay;
  let exchange: Exchange;
  let empty: EmptyDatabase;
  let database: Database;
  let markets: MarketStore;
  let begins: SpotBegins;
  /** When the recording does. */
  let beganAtMs: number;

  beforeEach(async () => {
    const clock = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
    replay = await Replay.start([...clock, '--symbols', '1000PEPEUSDT']);
    beganAtMs = (await replay.describe()).markets[0]!.launchedAtMs;
    exchange = openExchange({
      ...{ id: 'bybit', url: replay.url, rateBudget: 1, requestTimeoutMs: 5_000 },
    });
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    markets = new MarketStore(database);
    const [market] = await exchange.markets();
    const [rules] = await exchange.tradingRules();
    await exchange.serverTimeMs();
    await markets.saveUniverse([{ ...market!, rank: 1, turnoverUsdt24h: '1' }], {
      ...{ exchange: 'bybit', source: exchange.source(), timeframe: '1h' },
      ...{ kinds: USUAL_KINDS, evaluatedAtMs: 1 },
    });
    const [stored] = await markets.tracked('bybit');
    await new SpotStore(database).setSpot(stored!.id, rules!.spot, USUAL_KINDS, '1h');
    const policy = { maxRetries: 1, baseMs: 10 };
    const retryPolicy = new RetryPolicy(policy, new AbortController().signal, logger);
    begins = new SpotBegins(
      exchange,
      new PageReader(exchange, retryPolicy, logger),
      database,
      logger,
    );
  });
  afterEach(async () => {
    await exchange.close();
    await database.close();
    await empty.remove();
    await replay.close();
  });

  const spotSeries = async () => {
    const series = await markets.trackedSeries('bybit', '1h');
    return series.find(({ key }) => key.kind === 'spot-candles')!;
  };

  /** As the board shows it once answers showed all before `emptyToMs` to be empty. */
  async function seenEmpty(emptyToMs: number): Promise<TrackedSeries> {
    const series = await spotSeries();
    const wanted = { fromMs: TO_MS - 200 * DAY_MS, toMs: TO_MS };
    const gap: Gap = {
      ...{ fromMs: wanted.fromMs, toMs: emptyToMs, rowsExpected: 9 },
      status: 'missing',
      ...{ observations: 1, firstObservedAtMs: 1, lastObservedAtMs: 1, nextTryAtMs: 2 },
      evidence: 'two answers agreed',
    };
    await savePage(database, {
      ...{ seriesId: series.id, content: { kind: 'candles', rows: [] }, coverage: [] },
      ...{ gapsWithin: gap, gaps: [gap], readAtMs: 1, foundBy: 'fill' },
    });
    const coverage = [{ fromMs: emptyToMs, toMs: wanted.toMs }];
    return { series, wanted, coverage, gaps: [gap], claims: [], runs: [], stepMs: HOUR_MS };
  }

  async function asked(watch: () => void): Promise<void> {
    const { requests } = await replay.stats();
    watch();
    while ((await replay.stats()).requests === requests) await sleep(20);
    // What follows from the answer is stored by then.
    await sleep(300);
  }

  it('is believed when one more answer has its first row there and none before', async () => {
    const seen = await seenEmpty(beganAtMs);
    await asked(() => begins.watch([seen]));
    const series = await spotSeries();
    expect(series.spotFromMs).toBe(beganAtMs);
    const gaps = (await new CompletenessStore(database).gaps([series.id])).get(series.id);
    expect(gaps).toMatchObject([{ status: 'before-listing', toMs: beganAtMs }]);
  });

  it('is not believed when answers showed what is not so', async () => {
    const seen = await seenEmpty(beganAtMs + 5 * DAY_MS);
    await asked(() => begins.watch([seen]));
    const series = await spotSeries();
    expect(series.spotFromMs).toBeUndefined();
    const gaps = (await new CompletenessStore(database).gaps([series.id])).get(series.id);
    expect(gaps).toMatchObject([{ status: 'missing' }]);
  });

  it('is doubted after a day, and given up when there are rows before it', async () => {
    const { id } = await spotSeries();
    await new SpotStore(database).setSpotFrom(id, beganAtMs + 5 * DAY_MS);
    const wanted = { fromMs: beganAtMs + 5 * DAY_MS, toMs: TO_MS };
    const nothing = { coverage: [wanted], gaps: [], claims: [], runs: [], stepMs: HOUR_MS };
    const one = { ...nothing, series: await spotSeries(), wanted };
    begins.watch([one], 1_000);
    begins.watch([one], 1_000 + DAY_MS / 2);
    expect((await spotSeries()).spotFromMs).toBe(beganAtMs + 5 * DAY_MS);
    await asked(() => begins.watch([one], 1_000 + DAY_MS));
    expect((await spotSeries()).spotFromMs).toBeUndefined();
  });
});
