import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthOf, metricsOf } from '@fullcarry/testing/health-of';
import { ASK, command } from '@fullcarry/testing/command';
import { closeStages, Stage, traces, undisturbed } from './stage.js';
import { until } from '@fullcarry/testing/until';

/** Long enough for several tries of everything that the fetcher waits for; a minute by hand: OUTAGE_MS=60000. */
const AWAY_MS = Number(process.env['OUTAGE_MS'] ?? 2_500);
jest.setTimeout(60_000 + 2 * AWAY_MS);

let certificate: string;

beforeAll(async () => {
  certificate = await undisturbed();
  await closeStages();
});
afterEach(closeStages);

describe('an exchange that can’t be reached', () => {
  it('is waited for at the start, with growing waits, in the log and on the bus', async () => {
    const stage = await Stage.open();
    await stage.stopExchange();
    const fetcher = stage.startFetcher();
    await reasonIs(stage, /^waiting for the exchange: /);
    await until(async () => (waitsOf(fetcher, 'The exchange').length >= 3 ? true : undefined));
    expect(waitsOf(fetcher, 'The exchange').slice(0, 3)).toEqual([1000, 2000, 4000]);
    await stage.startExchange();
    await provenAgain(stage, fetcher);
  });

  it('is waited for in the middle, and what was stored is kept', async () => {
    const stage = await Stage.open();
    const fetcher = stage.startFetcher({ RATE_BUDGET: '0.03' });
    await someRows(stage);
    await stage.stopExchange();
    await reasonIs(stage, /^waiting for the exchange: /);
    await sleep(AWAY_MS);
    const { rowsDone } = (await stage.retained('data.progress')) as DataProgress;
    expect(rowsDone).toBeGreaterThan(0);
    await stage.startExchange();
    await provenAgain(stage, fetcher);
  });

  it('leaves a proven history ready, and its absence is forgotten when it is back', async () => {
    const stage = await Stage.open();
    const { fetcher } = await stage.readyFetcher();
    await stage.stopExchange();
    await command(stage.nats.url, 'order.data.sync', ASK);
    await reasonIs(stage, /^waiting for the exchange: /);
    expect((await stage.ready()).datasetSha256).toBe(certificate);
    await stage.startExchange();
    await command(stage.nats.url, 'order.data.sync', ASK);
    await provenAgain(stage, fetcher);
  });
});

describe('NATS that can’t be reached', () => {
  it('is waited for at the start, while the process is alive and says what it lacks', async () => {
    const stage = await Stage.open();
    await stage.nats.stop();
    const fetcher = stage.startFetcher();
    await until(async () => (waitsOf(fetcher, 'NATS').length >= 3 ? true : undefined));
    expect(waitsOf(fetcher, 'NATS').slice(0, 3)).toEqual([500, 1000, 2000]);
    expect((await healthOf(fetcher, 'live')).status).toBe(200);
    const { status, body } = await healthOf(fetcher);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'down',
      checks: [
        { name: 'database', up: true },
        { name: 'nats', up: false },
      ],
    });
    await stage.nats.start();
    await provenAgain(stage, fetcher);
    expect((await healthOf(fetcher)).status).toBe(200);
    expect(await metricsOf(fetcher)).toMatch(/^fullcarry_exchange_requests_total\{.*\} [1-9]/m);
  });

  it.each([
    ['in the middle, and comes back with what it kept', false],
    ['in the middle, and comes back empty', true],
  ])('is waited for when it goes away %s', async (_, isWiped) => {
    const stage = await Stage.open();
    const fetcher = stage.startFetcher({ RATE_BUDGET: '0.03' });
    await someRows(stage);
    await natsIsAway(stage, fetcher, isWiped);
    await provenAgain(stage, fetcher);
    expect(await stage.retained('data.universe')).toMatchObject({ exchange: 'bybit' });
  });

  it('gets every fact again when it lost them after all was proven', async () => {
    const stage = await Stage.open();
    const { fetcher } = await stage.readyFetcher();
    const subjects = ['data.ready', 'data.universe', 'data.synced', 'data.progress.bybit.BTCUSDT'];
    const before = await Promise.all(subjects.map((subject) => stage.retained(subject)));
    await natsIsAway(stage, fetcher, true);
    await provenAgain(stage, fetcher);
    for (const [i, subject] of subjects.entries()) {
      expect(await until(() => stage.retained(subject))).toEqual(before[i]);
    }
    await until(async () => {
      const reply = await command(stage.nats.url, 'order.data.sync', ASK).catch(() => undefined);
      return reply as object | undefined;
    });
  });
});

async function natsIsAway(stage: Stage, fetcher: RunningApp, isWiped: boolean): Promise<void> {
  await stage.nats.stop();
  await fetcher.prints('NATS is gone');
  expect((await healthOf(fetcher)).status).toBe(503);
  await sleep(AWAY_MS);
  if (isWiped) stage.nats.wipe();
  await stage.nats.start();
  await fetcher.prints('NATS is back');
}

/** Rows are stored, and more are to come. */
async function someRows(stage: Stage): Promise<void> {
  await until(async () => {
    const progress = (await stage.retained('data.progress')) as DataProgress | undefined;
    return progress?.state === 'fetching' && progress.rowsDone > 0 ? true : undefined;
  });
}

async function reasonIs(stage: Stage, reason: RegExp): Promise<void> {
  await until(async () => {
    const progress = (await stage.retained('data.progress')) as DataProgress | undefined;
    return reason.test(progress?.reason ?? '') ? true : undefined;
  });
}

/** In the end all is as if nothing had happened. */
async function provenAgain(stage: Stage, fetcher: RunningApp): Promise<void> {
  await until(async () => {
    const progress = (await stage.retained('data.progress')) as DataProgress | undefined;
    return progress?.state === 'ready' && progress.reason === null ? true : undefined;
  });
  expect((await stage.ready()).datasetSha256).toBe(certificate);
  expect(fetcher.process.exitCode).toBeNull();
  expect(traces(fetcher)).toEqual([]);
}

/** The waits that the log speaks of, in lines that begin so. */
function waitsOf(fetcher: RunningApp, beginning: string): number[] {
  return fetcher.lines
    .map((line) => JSON.parse(line) as { msg: string; waitMs?: number })
    .filter(({ msg, waitMs }) => msg.startsWith(beginning) && waitMs !== undefined)
    .map(({ waitMs }) => waitMs!);
}
