import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import { Bus } from '@fullcarry/platform/bus/bus';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';
import { Leader } from '@fullcarry/platform/budget/leader';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Announcer } from './announcer.js';

const ABOUT = { v: 1, atMs: 0, exchange: 'bybit', source: 'live' } as const;
const WINDOW = { fromMs: 1_764_288_000_000, toMs: 1_795_824_000_000 };
const MARKETS = Array.from({ length: 500 }, (_, market) => ({
  symbol: `币安人生${market}/USDT:USDT`,
  nativeId: `币安人生${market}USDT`,
}));

const READY: DataReady = {
  ...ABOUT,
  window: WINDOW,
  datasetSha256: 'a'.repeat(64),
  markets: MARKETS.map((market) => ({
    ...market,
    ready: true,
    certificates: (['1m', '5m', '15m', '1h', '4h'] as const).map((timeframe) => ({
      series: { kind: 'candles', timeframe } as const,
      window: WINDOW,
      expected: 525_600,
      present: 525_600,
      confirmedEmpty: 0,
      missing: 0,
      firstRowAtMs: WINDOW.fromMs,
      lastRowAtMs: WINDOW.toMs,
      sha256: 'b'.repeat(64),
      scrubbedAtMs: null,
    })),
  })),
};

const degraded = (gapsEach: number): DataDegraded => ({
  ...ABOUT,
  series: MARKETS.map((market) => ({
    ...market,
    series: { kind: 'candles', timeframe: '1m' } as const,
    missing: 60 * gapsEach,
    gaps: Array.from({ length: gapsEach }, (_, gap) => ({
      fromMs: gap * 7_200_000,
      toMs: gap * 7_200_000 + 3_600_000,
      status: 'missing' as const,
      rowsExpected: 60,
      observations: 3,
      nextTryAtMs: WINDOW.toMs,
      evidence: 'the exchange answered 500',
    })),
  })),
});

describe('the facts about 500 markets', () => {
  let nats: RunningNats;
  let stop: AbortController;
  let bus: Bus;
  let announcer: Announcer;

  beforeEach(async () => {
    nats = await startNats();
    stop = new AbortController();
    const logger = pino({ enabled: false });
    bus = await Bus.open({ url: nats.url, replicas: 1, name: 'spec', logger, signal: stop.signal });
    const leader = new Leader('me', 'fetcher');
    const me = {
      id: 'me',
      role: 'fetcher',
      beat: 1,
      held: 0,
      atMost: null,
      left: false,
      holdMs: 0,
    };
    leader.follow([me], Infinity);
    announcer = await Announcer.open(bus, leader, { exchange: 'bybit', isOneOfSeveral: false });
  });
  afterEach(async () => {
    announcer.close();
    stop.abort();
    await bus.close();
    await nats.close();
  });

  const kept = (subject: string) => bus.retained(FACTS_STREAM.name, subject);
  const bytes = (payload: unknown) => Buffer.byteLength(JSON.stringify(payload));

  it('are ready in one message that fits, and the certificates without room on a subject a market', async () => {
    expect(bytes(READY)).toBeGreaterThan(800_000);
    await announcer.announceReady(READY);
    const ready = await kept('data.ready');
    expect(bytes(ready)).toBeLessThanOrEqual(MESSAGE_BOUND_BYTES);
    expect(ready).toMatchObject({ marketsTotal: 500, datasetSha256: READY.datasetSha256 });
    const last = `data.ready.bybit.%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9F499USDT`;
    expect(await kept(last)).toEqual({
      ...ABOUT,
      datasetSha256: READY.datasetSha256,
      ...READY.markets.at(-1),
    });
    await announcer.withdrawReady();
    expect(await kept('data.ready')).toBeUndefined();
    expect(await kept(last)).toBeUndefined();
  });

  it('are degraded in one message that fits, published again when only what has no room has changed', async () => {
    await announcer.announceDegraded(degraded(10));
    const first = await kept('data.degraded');
    expect(bytes(first)).toBeLessThanOrEqual(MESSAGE_BOUND_BYTES);
    expect(first).toMatchObject({ seriesTotal: 500, gapsTotal: 5_000 });
    await announcer.announceDegraded({ ...degraded(10), atMs: 1 });
    expect(await kept('data.degraded')).toEqual(first);
    await announcer.announceDegraded({ ...degraded(11), atMs: 2 });
    expect(await kept('data.degraded')).toMatchObject({ atMs: 2, gapsTotal: 5_500 });
  });
});
