import { DataProgressV1 } from '@fullcarry/contracts/facts/data-progress-v1';
import { commandRefused } from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DataVerifyCommandV1 } from '@fullcarry/contracts/commands/data-verify-command-v1';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { healthOf } from '@fullcarry/testing/health-of';
import { ASK, command } from '@fullcarry/testing/command';
import { closeStages, Stage, traces } from './stage.js';
import { until } from '@fullcarry/testing/until';

describe('with HISTORICAL_ENABLED=false the fetcher', () => {
  let stage: Stage;
  let fetcher: RunningApp;

  beforeAll(async () => {
    stage = await Stage.open();
    await (await stage.readyFetcher()).fetcher.stop();
    await stage.exchange.reset();
    fetcher = stage.startFetcher({ HISTORICAL_ENABLED: 'false' });
    await fetcher.prints('switched off (HISTORICAL_ENABLED=false)');
  });
  afterAll(closeStages);

  it('says so on the bus, which keeps it', async () => {
    const progress = await until(async () => {
      const kept = DataProgressV1.schema.parse(await stage.retained('data.progress'));
      return kept.state === 'disabled' ? kept : undefined;
    });
    expect(progress).toMatchObject({ reason: 'HISTORICAL_ENABLED=false', pairsTotal: 0 });
  });

  it('withdraws the fact that the data is ready: nobody keeps it up to date', async () => {
    await until(async () =>
      (await stage.retained('data.ready')) === undefined ? true : undefined,
    );
  });

  it('is healthy', async () => {
    const ready = await until(async () => {
      const health = await healthOf(fetcher);
      return health.status === 200 ? health : undefined;
    });
    expect(ready.body).toMatchObject({ status: 'up' });
  });

  it('refuses to sync, with the reason, and still verifies what is stored', async () => {
    expect(
      commandRefused.parse(await command(stage.nats.url, 'order.data.sync', ASK)).error,
    ).toContain('HISTORICAL_ENABLED=false');
    const reply = await command(stage.nats.url, 'order.data.verify', ASK);
    expect(DataVerifyCommandV1.reply.parse(reply)).toMatchObject({
      seriesChecked: 6,
      differences: [],
    });
  });

  it('asks the exchange for nothing, and stops cleanly', async () => {
    expect((await stage.exchange.stats()).requests).toBe(0);
    expect(await fetcher.stop()).toBe(0);
    expect(traces(fetcher)).toEqual([]);
  });
});
