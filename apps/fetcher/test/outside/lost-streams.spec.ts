import { JobFetchV1, jobSubject, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { FACTS_STREAM, JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { until } from '@fullcarry/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { closeStages, NOW_MS, Stage, traces, undisturbed } from './stage.js';

const TO_MS = floorTo(NOW_MS, DAY_MS);
const SCRUB: JobFetch = {
  v: 1,
  exchange: 'bybit',
  symbol: 'BTC/USDT:USDT',
  series: { kind: 'candles', timeframe: '1h' },
  window: { fromMs: TO_MS - 20 * DAY_MS, toMs: TO_MS },
  purpose: 'scrub',
  plannedAtMs: NOW_MS,
  wantedToMs: TO_MS,
};

/** What a person may delete by mistake while all run; the connection to NATS never breaks. */
describe('a stream that is deleted while a fetcher works', () => {
  let stage: Stage;
  let nats: NatsConnection;
  let manager: JetStreamManager;
  let fetcher: Awaited<ReturnType<Stage['readyFetcher']>>['fetcher'];
  let sha256: string;

  beforeAll(async () => {
    sha256 = await undisturbed();
    stage = await Stage.open({ fetcher: { RATE_BUDGET: '0.05' } });
    nats = await connect({ servers: stage.nats.url });
    manager = await jetstreamManager(nats);
  });
  afterAll(async () => {
    await nats.close();
    await closeStages();
  });

  const pagesAsked = async () => (await stage.exchange.stats()).byEndpoint['/v5/market/kline'] ?? 0;

  /** A job that somebody puts into the queue is done. */
  async function worksOn(): Promise<void> {
    const before = await pagesAsked();
    const payload = JSON.stringify(JobFetchV1.schema.parse(SCRUB));
    await until(async () => {
      try {
        return await jetstream(nats).publish(jobSubject(SCRUB), payload);
      } catch {
        return undefined;
      }
    });
    await until(async () => ((await pagesAsked()) > before ? true : undefined));
  }

  it('costs no more than moments in the middle of a backfill, and no row', async () => {
    fetcher = stage.startFetcher();
    await fetcher.prints('Markets chosen');
    await until(async () => ((await pagesAsked()) > 0 ? true : undefined));
    await manager.streams.delete(JOBS_STREAM.name);
    await fetcher.prints('The history is proven');
    expect((await stage.ready()).datasetSha256).toBe(sha256);
  });

  it('is there again when it is the queue, or its consumer', async () => {
    await manager.streams.delete(JOBS_STREAM.name);
    await worksOn();
    await manager.consumers.delete(JOBS_STREAM.name, 'fetchers-bybit');
    await worksOn();
  });

  it('is there again with every fact, when it is the facts', async () => {
    const facts = ['data.ready', 'data.universe', 'data.synced', 'data.progress'];
    await manager.streams.delete(FACTS_STREAM.name);
    const again = await until(async () => {
      const kept = await Promise.all(facts.map((subject) => stage.retained(subject)));
      return kept.includes(undefined) ? undefined : kept;
    });
    expect(again[0]).toMatchObject({ datasetSha256: sha256 });
  });

  it('is there again when it is the budget’s table, and nothing more is asked than before', async () => {
    await manager.streams.delete('KV_budget');
    await worksOn();
    expect(traces(fetcher)).toEqual([]);
    expect(fetcher.process.exitCode).toBeNull();
  });
});
