import { JobFetchV1, jobSubject, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import { JOBS_STREAM } from '@fullcarry/contracts/transport/streams';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { DATABASES } from '@fullcarry/testing/each-database';
import { ASK, command } from '@fullcarry/testing/command';
import { until } from '@fullcarry/testing/until';
import { afterEach, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { atTheEnd, closeStages, NOW_MS, Stage, traces } from './stage.js';

const TO_MS = floorTo(NOW_MS, DAY_MS);

/** A stretch that any run of this stage has stored. */
function job(purpose: JobFetch['purpose']): JobFetch {
  return {
    v: 1,
    exchange: 'bybit',
    symbol: 'BTC/USDT:USDT',
    series: { kind: 'candles', timeframe: '1h' },
    window: { fromMs: TO_MS - 20 * DAY_MS, toMs: TO_MS },
    purpose,
    plannedAtMs: NOW_MS,
    wantedToMs: TO_MS,
  };
}

describe.each(DATABASES)('a job that comes once more than it should (%s)', (database) => {
  let nats: NatsConnection;
  let stage: Stage;

  async function openReady() {
    stage = await Stage.open({ database });
    nats = await connect({ servers: stage.nats.url });
    atTheEnd(() => nats.close());
    return stage.readyFetcher();
  }

  const put = (wanted: JobFetch) =>
    jetstream(nats).publish(jobSubject(wanted), JSON.stringify(JobFetchV1.schema.parse(wanted)));

  async function allDone(): Promise<void> {
    const manager = await jetstreamManager(nats);
    await until(async () => {
      const { state } = await manager.streams.info(JOBS_STREAM.name);
      return state.messages === 0 ? true : undefined;
    });
  }

  const pagesAsked = async () => {
    const { byEndpoint } = await stage.exchange.stats();
    return (byEndpoint['/v5/market/kline'] ?? 0) + (byEndpoint['/v5/market/funding/history'] ?? 0);
  };

  /** What the rows come to, read anew; and that they agree with what was certified. */
  async function proof(): Promise<string> {
    const verified = await command(stage.nats.url, 'order.data.verify', ASK);
    expect(verified).toMatchObject({ differences: [], seriesChecked: 6 });
    return (verified as { datasetSha256: string }).datasetSha256;
  }

  afterEach(closeStages);

  it('is done without a page when its window was stored meanwhile', async () => {
    const { fetcher } = await openReady();
    const [before, asked] = [await proof(), await pagesAsked()];
    for (let times = 0; times < 3; times += 1) {
      await put(job('fill'));
      await allDone();
    }
    expect(await pagesAsked()).toBe(asked);
    expect(await proof()).toBe(before);
    expect(traces(fetcher)).toEqual([]);
  });

  it('reads its window again where it has to, and leaves the same rows', async () => {
    const { fetcher } = await openReady();
    const [before, asked] = [await proof(), await pagesAsked()];
    for (let times = 0; times < 2; times += 1) {
      await put(job('scrub'));
      await allDone();
    }
    expect(await pagesAsked()).toBe(asked + 2);
    expect(await proof()).toBe(before);
    expect(fetcher.lines.filter((line) => line.includes('came back different'))).toEqual([]);
  });

  it('is given to another when its taker is silent, whose late answer changes nothing', async () => {
    const { fetcher } = await openReady();
    const before = await proof();
    await fetcher.stop();
    await put(job('scrub'));
    const consumer = await jetstream(nats).consumers.get(JOBS_STREAM.name, 'fetchers-bybit');
    const taken = await consumer.next({ expires: 5_000 });
    expect(taken?.subject).toBe(jobSubject(job('scrub')));
    const other = await stage.readyFetcher();
    await allDone();
    taken?.ack();
    await nats.flush();
    expect(await proof()).toBe(before);
    expect(traces(other.fetcher)).toEqual([]);
  });
});
