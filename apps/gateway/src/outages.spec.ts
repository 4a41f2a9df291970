import { leaveFact } from '@fullcarry/testing/retained-fact';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@fullcarry/testing/until';
import { openStage, progress, rates, type Stage } from './gateway-stage.fixture.js';

describe('a gateway without what it hangs on', () => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.close());

  /** Asks until the route answers with the status; the test's time-out ends it when it never does. */
  const answer = (url: string, status: number) =>
    until(async () => {
      const response = await fetch(url);
      return response.status === status ? await response.json() : undefined;
    });

  it('starts without NATS, says so, and knows all once it is there', async () => {
    await leaveFact(stage.nats.url, 'data.progress', progress());
    await leaveFact(stage.nats.url, 'market.rates', rates(1));
    await stage.nats.stop();
    const { url, healthUrl } = await stage.gateway();
    expect(await answer(`${healthUrl}/health/ready`, 503)).toMatchObject({ status: 'down' });
    expect(await answer(`${url}/api/rates`, 503)).toEqual({
      error: expect.stringContaining('NATS'),
    });
    expect(await answer(`${url}/api/data-status`, 200)).toMatchObject({
      state: 'starting',
      reason: 'NATS is away',
      stale: true,
    });
    await stage.nats.start();
    expect(await answer(`${healthUrl}/health/ready`, 200)).toMatchObject({ status: 'up' });
    // What the stream kept is read once the connection is there.
    await until(async () => {
      const rates = await (await fetch(`${url}/api/rates`)).text();
      const status = await (await fetch(`${url}/api/data-status`)).text();
      const isAll = rates.includes('"stale":false') && status.includes('"state":"fetching"');
      return isAll ? true : undefined;
    });
  });

  it('says that the database is down, and reads it once it is there', async () => {
    const blocked = join(stage.folder, 'data');
    writeFileSync(blocked, 'a file where a folder should be');
    const { url } = await stage.gateway({ DATABASE_URL: `file:${join(blocked, 'fullcarry.db')}` });
    const reads = ['/api/data-status', '/api/markets', '/api/coverage', '/api/certificates'];
    for (const path of [...reads, '/api/positions', '/api/cycles', '/api/equity']) {
      expect(await answer(`${url}${path}`, 503)).toEqual({
        error: expect.stringMatching(/database/i),
      });
    }
    expect(await answer(`${url}/api/candles?symbol=BTCUSDT`, 503)).toBeDefined();
    expect(await answer(`${url}/api/system`, 200)).toMatchObject({ database: { up: false } });
    rmSync(blocked);
    mkdirSync(blocked);
    expect(await answer(`${url}/api/markets`, 200)).toMatchObject({ total: 0 });
    expect(await answer(`${url}/api/system`, 200)).toMatchObject({
      database: { up: true, detail: null },
    });
  });

  it('says disabled where the data feature is off, whatever an earlier run left', async () => {
    await leaveFact(stage.nats.url, 'data.progress', progress({ state: 'ready' }));
    const { url } = await stage.gateway({ HISTORICAL_ENABLED: 'false' });
    expect(await answer(`${url}/api/data-status`, 200)).toMatchObject({
      state: 'disabled',
      historyEnabled: false,
      fetchProgress: null,
    });
  });
});
