import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ASK, command } from '@fullcarry/testing/command';
import { closeStages, Stage, traces, undisturbed } from './stage.js';
import { until } from '@fullcarry/testing/until';

const SLOW = { RATE_BUDGET: '0.02' };

interface Phase {
  readonly name: string;
  /** Starts a fetcher and returns when it is in the phase. */
  readonly reach: (stage: Stage) => Promise<RunningApp>;
  /** Lets the next start have what this one lacked. */
  readonly mend?: (stage: Stage) => Promise<void>;
}

const PHASES: readonly Phase[] = [
  {
    name: 'it waits for NATS',
    reach: async (stage) => {
      await stage.nats.stop();
      const fetcher = stage.startFetcher();
      await fetcher.prints('NATS with JetStream not reachable');
      return fetcher;
    },
    mend: (stage) => stage.nats.start(),
  },
  {
    name: 'it waits for the exchange',
    reach: async (stage) => {
      await stage.stopExchange();
      const fetcher = stage.startFetcher();
      await fetcher.prints('The exchange can’t be asked now');
      return fetcher;
    },
    mend: (stage) => stage.startExchange(),
  },
  {
    name: 'many pages wait for their turn',
    reach: async (stage) => {
      const fetcher = stage.startFetcher(SLOW);
      await fetcher.prints('Markets chosen');
      return fetcher;
    },
  },
  {
    name: 'many answers hang',
    reach: async (stage) => {
      await stage.exchange.faults([{ kind: 'hang', rate: 1, path: '/v5/market/kline' }]);
      const fetcher = stage.startFetcher({ REQUEST_TIMEOUT_MS: '60000' });
      await fetcher.prints('Markets chosen');
      return fetcher;
    },
    mend: (stage) => stage.exchange.faults([]),
  },
  {
    name: 'the exchange ordered a wait',
    reach: async (stage) => {
      await stage.exchange.faults([{ kind: 'http-403-rate', rate: 1, path: '/v5/market/kline' }]);
      const fetcher = stage.startFetcher();
      await fetcher.prints('The exchange ordered a wait');
      return fetcher;
    },
    mend: (stage) => stage.exchange.faults([]),
  },
  {
    name: 'NATS is gone',
    reach: async (stage) => {
      const { fetcher } = await stage.readyFetcher();
      await stage.nats.stop();
      await fetcher.prints('NATS is gone');
      return fetcher;
    },
    mend: (stage) => stage.nats.start(),
  },
  {
    name: 'all is proven and it waits for what is due next',
    reach: async (stage) => (await stage.readyFetcher()).fetcher,
  },
];

/** Which signal it is matters nowhere; both are seen once each. */
const SIGNALS = PHASES.map((phase) => ({
  ...phase,
  signal: phase.name.startsWith('many pages') ? ('SIGINT' as const) : ('SIGTERM' as const),
}));

describe('a fetcher that is told to stop', () => {
  let certificate: string;
  beforeAll(async () => {
    certificate = await undisturbed();
    await closeStages();
  });
  afterEach(closeStages);

  it.each(SIGNALS)(
    'by $signal while $name ends cleanly, and the next start completes',
    async (phase) => {
      const { signal } = phase;
      const stage = await Stage.open();
      const fetcher = await phase.reach(stage);
      expect(await fetcher.stop(signal)).toBe(0);
      expect(fetcher.lines.some((line) => line.includes('"Stopped"'))).toBe(true);
      expect(traces(fetcher)).toEqual([]);
      await phase.mend?.(stage);
      const next = await stage.readyFetcher();
      expect(next.ready.datasetSha256).toBe(certificate);
      expect(await next.fetcher.stop(signal)).toBe(0);
    },
  );
});

describe('a stop', () => {
  afterEach(closeStages);

  it('answers the commands that were taken', async () => {
    const stage = await Stage.open();
    const { fetcher } = await stage.readyFetcher();
    await stage.exchange.faults([{ kind: 'hang', rate: 1 }]);
    const { lastSequence } = await stage.exchange.requests();
    const reply = command(stage.nats.url, 'order.data.sync', ASK);
    await until(async () => {
      const { requests } = await stage.exchange.stats();
      return requests > lastSequence ? true : undefined;
    });
    expect(await fetcher.stop()).toBe(0);
    expect(await reply).toMatchObject({ v: 1, error: expect.any(String) });
    expect(traces(fetcher)).toEqual([]);
  });

  it('that comes twice is one stop', async () => {
    const stage = await Stage.open();
    const { fetcher } = await stage.readyFetcher();
    fetcher.process.kill('SIGINT');
    fetcher.process.kill('SIGTERM');
    expect(await fetcher.ended()).toBe(0);
    expect(fetcher.lines.filter((line) => line.includes('"Stopping"'))).toHaveLength(1);
  });
});
