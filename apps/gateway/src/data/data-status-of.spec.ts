import { describe, expect, it } from '@jest/globals';
import { progress } from '../gateway-stage.fixture.js';
import { dataStatusOf, type StatusBasis } from './data-status-of.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const SHA = 'a'.repeat(64);

const empty: StatusBasis = {
  exchange: 'bybit',
  historyEnabled: true,
  natsUp: true,
  nowMs: NOW,
  facts: {},
  store: {
    source: 'live',
    pairsTracked: 0,
    candles: 0,
    fundingRates: 0,
    kinds: [],
    earliestMs: undefined,
    latestMs: undefined,
    lastSyncAtMs: undefined,
    dataset: undefined,
    certified: undefined,
    gaps: 0,
  },
};
const proven = { ...empty.store, dataset: { sha256: SHA, issuedAtMs: NOW - 1_000 } };
const published = (change: Parameters<typeof progress>[0], agoMs = 0) => ({
  progress: { fact: progress(change), heardAtMs: NOW - agoMs },
});
const ready = {
  heardAtMs: NOW,
  fact: {
    v: 1 as const,
    atMs: NOW,
    exchange: 'bybit',
    source: 'live',
    window: { fromMs: 0, toMs: NOW },
    datasetSha256: SHA,
    markets: [],
  },
};

describe('dataStatusOf', () => {
  it('is starting until the fetcher is heard', () => {
    expect(dataStatusOf(empty)).toMatchObject({ state: 'starting', stale: false });
  });

  it('says what the fetcher says, with its progress while it fetches', () => {
    const status = dataStatusOf({ ...empty, facts: published({ percent: 40 }) });
    expect(status).toMatchObject({ state: 'fetching', fetchProgress: { percent: 40 } });
    expect(
      dataStatusOf({ ...empty, facts: published({ state: 'degraded' }) }).fetchProgress,
    ).toBeNull();
  });

  it('answers with the certificate only while all is proven', () => {
    const store = proven;
    expect(
      dataStatusOf({ ...empty, store, facts: published({ state: 'ready' }) }).datasetSha256,
    ).toBe(SHA);
    expect(
      dataStatusOf({ ...empty, store, facts: published({ state: 'fetching' }) }).datasetSha256,
    ).toBeNull();
  });

  it('is ready with the proof, some moments before the progress says so', () => {
    const facts = { ...published({}, 200), ready };
    expect(dataStatusOf({ ...empty, facts })).toMatchObject({ state: 'ready', datasetSha256: SHA });
    const older = { ...published({}), ready: { ...ready, heardAtMs: NOW - 5_000 } };
    expect(dataStatusOf({ ...empty, facts: older }).state).toBe('fetching');
  });

  it('calls what a silent fetcher published stale, with the time at which it was last heard', () => {
    const status = dataStatusOf({
      ...empty,
      store: proven,
      facts: published({ state: 'ready' }, 60_000),
    });
    expect(status).toMatchObject({ state: 'ready', stale: true });
    expect(status.reason).toBe('the fetcher was last heard 2026-11-24 11:59:00 UTC');
  });

  it('passes over what is published about other data than is stored here', () => {
    const replayed = published({ state: 'ready', source: 'replay 2026-11-01T00:00:00.000Z' });
    expect(dataStatusOf({ ...empty, facts: replayed }).state).toBe('starting');
  });

  it('is disabled where the feature is off, whatever else is known', () => {
    const facts = published({ state: 'ready' });
    expect(dataStatusOf({ ...empty, historyEnabled: false, facts })).toMatchObject({
      state: 'disabled',
      datasetSha256: null,
    });
  });
});
