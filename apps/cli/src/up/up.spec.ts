import { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import getPort from 'get-port';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive } from './services/process-command.js';

// A whole stack starts, some twice in one test.
jest.setTimeout(120_000);

describe('up', () => {
  let nats: RunningNats;
  let temp: TempFolder;
  let ports: { page: number; replay: number; metrics: number; desk: number };
  let started: RunningApp[];

  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.close());

  beforeEach(async () => {
    temp = tempFolder();
    started = [];
    ports = {
      page: await getPort({ host: '127.0.0.1' }),
      replay: await getPort({ host: '127.0.0.1' }),
      metrics: await getPort({ host: '127.0.0.1' }),
      desk: await getPort({ host: '127.0.0.1' }),
    };
  });
  afterEach(async () => {
    for (const app of started) await app.stop();
    temp.remove();
  });

  function up(
    folder = temp.path,
    environment: Record<string, string> = {},
    daysBack = 0,
  ): RunningApp {
    const app = startApp('cli', {
      args: ['up', '--data', folder, '--days-back', String(daysBack), ...portFlags()],
      environment: {
        NATS_URL: nats.url,
        HISTORICAL_LOOKBACK_DAYS: '3',
        HISTORICAL_TOP_PAIRS: '2',
        ...environment,
      },
    });
    started.push(app);
    return app;
  }

  function portFlags(): string[] {
    return [
      ...['--port', String(ports.page)],
      ...['--replay-port', String(ports.replay)],
      ...['--metrics-port', String(ports.metrics)],
      ...['--desk-metrics-port', String(ports.desk)],
    ];
  }

  async function fetcherOf(app: RunningApp): Promise<number> {
    const line = await app.prints('Fetcher: process ');
    return Number(/process (\d+)/.exec(line)?.[1]);
  }

  it('starts everything, says what is ready, and stops it all when told to', async () => {
    const app = up();
    await app.prints('Ready: bybit, dataset certificate ');
    await app.prints('Backtester: process ');
    await app.prints('REPLAY: recorded data moved to the present');
    await app.prints(`Open http://127.0.0.1:${ports.page}`);
    const page = await fetch(`http://127.0.0.1:${ports.page}/api/data-status`);
    expect(await page.json()).toMatchObject({ state: 'ready', pairsTracked: 2 });
    const fetcher = await fetcherOf(app);
    expect(isAlive(fetcher)).toBe(true);

    const second = up();
    expect(await second.ended()).toBe(1);
    expect(second.lines).toEqual([
      expect.stringContaining(`fullcarry.lock is held by process ${app.process.pid}`),
    ]);

    expect(await app.stop('SIGINT')).toBe(0);
    expect(app.lines.at(-1)).toBe('Everything is stopped; what was stored is kept.');
    expect(isAlive(fetcher)).toBe(false);
    expect(existsSync(join(temp.path, 'fullcarry.lock'))).toBe(false);
  });

  it('lets the desk of a new replay trade through recorded days, and is at the present then', async () => {
    const app = up(temp.path, { HISTORICAL_LOOKBACK_DAYS: '40' }, 2);
    await app.prints('Ready: bybit');
    const asked = await fetch(`http://127.0.0.1:${ports.page}/api/equity`);
    const { points } = EquityRoute.reply.parse(await asked.json());
    const instants = new Set(points.map(({ atMs }) => Math.floor(atMs / (8 * HOUR_MS))));
    expect(instants.size).toBeGreaterThanOrEqual(5);
    const clock = await fetch(`http://127.0.0.1:${ports.replay}/replay`);
    const { nowMs, speed } = z
      .object({ nowMs: z.number(), speed: z.number() })
      .parse(await clock.json());
    expect(speed).toBe(1);
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(5_000);
    expect(await app.stop('SIGINT')).toBe(0);
  });

  it('stops everything when a service ends by itself, and says where its log is', async () => {
    const app = up();
    process.kill(await fetcherOf(app), 'SIGKILL');
    expect(await app.ended()).toBe(1);
    await app.prints('fetcher ended by itself (SIGKILL)');
    await app.prints(`Its log: ${join(temp.path, 'logs/fetcher.log')}`);
  });

  it('repeats what a service refused', async () => {
    const app = up(temp.path, { HISTORICAL_TIMEFRAME: '7m' });
    expect(await app.ended()).toBe(1);
    await app.prints('Its last line: HISTORICAL_TIMEFRAME is "7m": allowed is 1m, 5m');
  });

  it('leaves no service behind when it is killed', async () => {
    const app = up();
    await app.prints('Ready: bybit');
    const fetcher = await fetcherOf(app);
    await app.stop('SIGKILL');
    while (isAlive(fetcher)) await sleep(50);

    // Started again at once it takes over the lock, waits for the ports, and goes on.
    const again = up();
    await again.prints('Ready: bybit');
    expect(await again.stop('SIGTERM')).toBe(0);
  });

  it('says in one line which port is taken', async () => {
    const squatter = createServer().listen(ports.metrics, '127.0.0.1');
    const app = up();
    expect(await app.ended()).toBe(1);
    expect(app.lines).toEqual([
      expect.stringMatching(`^Port ${ports.metrics} for the health and metrics .* is taken`),
    ]);
    squatter.close();
  });

  it('says when NATS_URL leads nowhere', async () => {
    const app = up(temp.path, { NATS_URL: 'nats://127.0.0.1:1' });
    expect(await app.ended()).toBe(1);
    await app.prints('NATS_URL is nats://127.0.0.1:1, where no NATS with JetStream answers');
  });
});
