import { DataProgressV1, MarketProgressV1 } from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { DataSyncedV1 } from '@fullcarry/contracts/facts/data-synced-v1';
import { DataUniverseV1 } from '@fullcarry/contracts/facts/data-universe-v1';
import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Facts } from '@fullcarry/testing/facts';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { closeStages, Stage } from './stage.js';

const ELSEWHERE = 'f'.repeat(64);
const EARLIER = {
  v: 1,
  atMs: 1,
  exchange: 'bybit',
  source: 'live',
  window: { fromMs: 0, toMs: 1 },
  datasetSha256: ELSEWHERE,
  markets: [],
};

describe('what the fetcher says on the bus', () => {
  let stage: Stage;
  let early: Facts;
  let fetcher: RunningApp;
  let ready: DataReady;
  let watcher: NatsConnection;
  const progressAtMs: number[] = [];

  beforeAll(async () => {
    stage = await Stage.open({ fetcher: { RATE_BUDGET: '0.02' } });
    early = await Facts.open(stage.nats.url);
    watcher = await connect({ servers: stage.nats.url });
    watcher.subscribe('data.progress', {
      callback: () => void progressAtMs.push(performance.now()),
    });
    await watcher.flush();
    ({ fetcher, ready } = await stage.readyFetcher());
    await early.next<DataProgress>('data.progress', {
      since: 0,
      isIt: ({ state }) => state === 'ready',
    });
  }, 60_000);

  afterAll(async () => {
    await early.close();
    await watcher.close();
    await closeStages();
  });

  it('reaches a plain subscriber who comes when all is done, within the 10 seconds in which it is published again', async () => {
    const late = await Facts.open(stage.nats.url);
    const heard = await late.next<DataReady>('data.ready', { since: 0 });
    await late.close();
    expect(heard).toEqual(ready);
    expect(DataReadyV1.schema.parse(heard).datasetSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is kept by the bus for whoever asks: one fact of each subject', async () => {
    expect(await stage.retained('data.ready')).toEqual(ready);
    const universe = DataUniverseV1.schema.parse(await stage.retained('data.universe'));
    expect(universe.markets.map((market) => market.nativeId).sort()).toEqual(
      ready.markets.map((market) => market.nativeId).sort(),
    );
    expect(universe.markets.map((market) => market.rank)).toEqual([1, 2, 3]);
    expect(universe.entered).toHaveLength(3);
    expect(await stage.retained('data.progress')).toMatchObject({ state: 'ready', percent: 100 });
    for (const { nativeId } of universe.markets) {
      expect(await stage.retained(`data.progress.bybit.${nativeId}`)).toMatchObject({ nativeId });
    }
    expect(await stage.retained('data.degraded')).toBeUndefined();
  });

  it('fits the schema of its message, every time', () => {
    const schemas = new Map<string, { parse: (payload: unknown) => unknown }>([
      ['data.progress', DataProgressV1.schema],
      ['data.ready', DataReadyV1.schema],
      ['data.synced', DataSyncedV1.schema],
      ['data.universe', DataUniverseV1.schema],
    ]);
    for (const { subject, payload } of early.heard) {
      const schema = schemas.get(subject) ?? MarketProgressV1.schema;
      expect(() => schema.parse(payload)).not.toThrow();
    }
    expect(new Set(early.heard.map(({ subject }) => subject))).toEqual(
      new Set([
        ...schemas.keys(),
        ...ready.markets.map((m) => `data.progress.bybit.${m.nativeId}`),
      ]),
    );
  });

  it('goes from starting over fetching to ready, and counts up', () => {
    const progress = early.of('data.progress') as DataProgress[];
    const states = progress.map(({ state }) => state);
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'starting',
      'fetching',
      'ready',
    ]);
    const percents = progress.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    const last = progress.at(-1)!;
    expect(last).toMatchObject({ percent: 100, pairsDone: 3, pairsTotal: 3, reason: null });
    expect(last.rowsDone).toBe(last.rowsTotal);
    const moving = progress.filter(({ state, etaSeconds }) => state === 'fetching' && etaSeconds);
    expect(moving.length).toBeGreaterThan(0);
    expect(moving.every(({ rowsPerSecond }) => rowsPerSecond > 0)).toBe(true);
  });

  it('says progress at most 5 times in any second', () => {
    expect(progressAtMs.length).toBeGreaterThan(5);
    for (const from of progressAtMs) {
      const within = progressAtMs.filter((at) => at >= from && at < from + 1_000);
      expect(within.length).toBeLessThanOrEqual(5);
    }
  });

  it('counts the rows of the first sync', () => {
    const [synced] = early.of('data.synced').map((fact) => DataSyncedV1.schema.parse(fact));
    const present = ready.markets.flatMap((market) => market.certificates.map((c) => c.present));
    expect(synced!.rowsAdded).toBeGreaterThanOrEqual(present.reduce((a, b) => a + b, 0));
    expect(synced!.rowsRevised).toBe(0);
    expect(synced!.series).toHaveLength(6);
    expect(fetcher.process.exitCode).toBeNull();
  });
});

describe('a data.ready of an earlier life', () => {
  afterAll(closeStages);

  it('is withdrawn before the exchange is even reached when this database has no such data', async () => {
    const stage = await Stage.open();
    await stage.stopExchange();
    await leaveFact(stage.nats.url, 'data.ready', EARLIER);
    expect(await stage.retained('data.ready')).toEqual(EARLIER);
    const facts = await Facts.open(stage.nats.url);
    stage.startFetcher();
    await facts.next('data.progress', { since: 0 });
    expect(await stage.retained('data.ready')).toBeUndefined();
    await facts.close();
  });

  it('stays when this database holds the data that it is about', async () => {
    const stage = await Stage.open();
    const { fetcher, ready } = await stage.readyFetcher();
    await fetcher.stop();
    await stage.stopExchange();
    const facts = await Facts.open(stage.nats.url);
    stage.startFetcher();
    await facts.next<DataProgress>('data.progress', {
      since: 0,
      isIt: ({ reason }) => reason?.startsWith('waiting for the exchange') ?? false,
    });
    await facts.close();
    expect(await stage.retained('data.ready')).toEqual(ready);
  });
});
