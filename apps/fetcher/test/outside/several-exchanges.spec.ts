import {
  commandOfExchange,
  DataSyncCommandV1,
  commandRefused,
} from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DataVerifyCommandV1 } from '@fullcarry/contracts/commands/data-verify-command-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { afterEach, describe, expect, it } from '@jest/globals';
import { healthOf } from '@fullcarry/testing/health-of';
import { command } from '@fullcarry/testing/command';
import { Replay } from '@fullcarry/testing/replay';
import { until } from '@fullcarry/testing/until';
import { atTheEnd, closeStages, NOW_MS, Stage } from './stage.js';

const CLOCK = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
/** Two show it; the budgets of the others would make this take minutes. */
const ALL = ['bybit', 'okx'];

const SHORT = { HISTORICAL_LOOKBACK_DAYS: '10', REQUEST_TIMEOUT_MS: '5000' };

async function play(api: string, port = '0'): Promise<Replay> {
  const replay = await Replay.start(['--api', api, '--port', port, ...CLOCK]);
  atTheEnd(() => replay.close());
  return replay;
}

/** The last message about one exchange, whoever else speaks. */
function readyOf(stage: Stage, subject: string): Promise<DataReady> {
  return until(async () => DataReadyV1.schema.safeParse(await stage.retained(subject)).data);
}

const ask = (exchange: string) => JSON.stringify({ v: 1, exchange });

afterEach(closeStages);

describe('Several exchanges in one fetcher', () => {
  it('have the certificates that each has alone, and overstep no limit', async () => {
    const single = new Map<string, string>();
    const alone = ALL.map(async (exchange) => {
      const replay = await play(exchange);
      const stage = await Stage.open({ fetcher: SHORT });
      const environment = { EXCHANGE: exchange, EXCHANGE_URL: replay.url };
      const { ready } = await stage.readyFetcher(environment);
      single.set(exchange, ready.datasetSha256);
    });
    await Promise.all(alone);
    await closeStages();
    const replays = new Map<string, Replay>();
    for (const exchange of ALL) replays.set(exchange, await play(exchange));
    const stage = await Stage.open({ fetcher: SHORT });
    const EXCHANGE_URL = [...replays].map(([id, { url }]) => `${id}=${url}`).join(',');
    const fetcher = stage.startFetcher({ EXCHANGE: ALL.join(','), EXCHANGE_URL });
    const together = new Map<string, string>();
    for (const exchange of ALL) {
      const ready = await readyOf(stage, `data.ready.${exchange}`);
      expect(ready.exchange).toBe(exchange);
      together.set(exchange, ready.datasetSha256);
    }
    expect(Object.fromEntries(together)).toEqual(Object.fromEntries(single));
    for (const replay of replays.values()) {
      const { breaches, banned, limits } = await replay.stats();
      expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
      expect(limits.map((limit) => limit.breaches)).toEqual(limits.map(() => 0));
    }
    // Of all that were published on the one subject the stream keeps the last, and each says whose it is.
    expect(ALL).toContain((await readyOf(stage, 'data.ready')).exchange);
    for (const exchange of ALL) {
      const reply = await command(stage.nats.url, DataVerifyCommandV1.subject, ask(exchange));
      expect(DataVerifyCommandV1.reply.parse(reply)).toMatchObject({
        seriesChecked: 6,
        datasetSha256: single.get(exchange),
        differences: [],
      });
    }
    const stranger = await command(stage.nats.url, DataVerifyCommandV1.subject, ask('mtgox'));
    expect(stranger).toEqual({
      v: 1,
      error: 'mtgox is not fetched here, but bybit, okx',
    });
    expect(fetcher.process.exitCode).toBeNull();
  }, 240_000);

  it('answer for what they fetch alone, where each exchange has a fetcher of its own', async () => {
    const stage = await Stage.open({ fetcher: SHORT });
    for (const exchange of ALL) {
      const { url } = await play(exchange);
      await stage.readyFetcher({ EXCHANGE: exchange, EXCHANGE_URL: url });
    }
    for (const exchange of [...ALL, ...ALL, ...ALL, ...ALL]) {
      const subject = commandOfExchange(DataSyncCommandV1.subject, exchange);
      const reply = await command(stage.nats.url, subject, ask(exchange));
      expect(DataSyncCommandV1.reply.parse(reply).v).toBe(1);
    }
  }, 240_000);

  it('wait for none that is down, and it catches up when it is back', async () => {
    const stage = await Stage.open({ fetcher: SHORT });
    const away = await play('okx');
    await away.close();
    const EXCHANGE_URL = `bybit=${stage.exchange.url},okx=${away.url}`;
    const fetcher = stage.startFetcher({ EXCHANGE: 'okx,bybit', EXCHANGE_URL });
    const bybit = await readyOf(stage, 'data.ready.bybit');
    // Down is reported, and is no reason to call the service down.
    expect(await healthOf(fetcher)).toMatchObject({
      status: 200,
      body: {
        checks: expect.arrayContaining([
          { name: 'history of okx', up: true, detail: 'starting' },
          { name: 'history of bybit', up: true, detail: 'ready' },
        ]),
      },
    });
    const synced = await command(stage.nats.url, DataSyncCommandV1.subject, ask('bybit'));
    expect(DataSyncCommandV1.reply.parse(synced).marketsFailed).toEqual([]);
    const refused = await command(stage.nats.url, DataSyncCommandV1.subject, ask('okx'));
    expect(commandRefused.parse(refused).error).toMatch(/waiting for the exchange|still starting/);
    expect(await stage.retained('data.ready.okx')).toBeUndefined();
    await play('okx', new URL(away.url).port);
    await readyOf(stage, 'data.ready.okx');
    // The other one's fact stood all the time.
    expect((await readyOf(stage, 'data.ready.bybit')).datasetSha256).toBe(bybit.datasetSha256);
  }, 120_000);
});
