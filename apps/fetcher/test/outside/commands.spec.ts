import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { DataSyncedV1 } from '@fullcarry/contracts/facts/data-synced-v1';
import {
  DataSyncCommandV1,
  commandRefused,
} from '@fullcarry/contracts/commands/data-sync-command-v1';
import { DataVerifyCommandV1 } from '@fullcarry/contracts/commands/data-verify-command-v1';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES } from '@fullcarry/testing/each-database';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Facts } from '@fullcarry/testing/facts';
import { awayFromTheHour } from './away-from-the-hour.js';
import { ASK, command } from '@fullcarry/testing/command';
import { until } from '@fullcarry/testing/until';
import { atTheEnd, closeStages, NOW_MS, Stage, traces } from './stage.js';

const SYNC = DataSyncCommandV1.subject;
const VERIFY = DataVerifyCommandV1.subject;

describe('a command to sync', () => {
  afterEach(closeStages);

  it('asks the exchange for its time and nothing else when nothing is due', async () => {
    await awayFromTheHour();
    const stage = await Stage.open({ clock: [] });
    await stage.readyFetcher();
    const { lastSequence } = await stage.exchange.requests();
    const reply = DataSyncCommandV1.reply.parse(await command(stage.nats.url, SYNC, ASK));
    expect(reply).toMatchObject({ rowsAdded: 0, marketsFailed: [] });
    const { requests } = await stage.exchange.requests(lastSequence);
    expect(requests.map(({ path }) => path)).toEqual(['/v5/market/time']);
  });

  it('brings what has become due, and says how many rows that were', async () => {
    const stage = await Stage.open();
    const { ready } = await stage.readyFetcher();
    await stage.exchange.moveClock(NOW_MS + 4 * HOUR_MS);
    const { lastSequence } = await stage.exchange.requests();
    const reply = DataSyncCommandV1.reply.parse(await command(stage.nats.url, SYNC, ASK));
    // Four candles of each market, and the settlements of 16:00.
    expect(reply).toMatchObject({ rowsAdded: 3 * 4 + 3, marketsFailed: [] });
    const synced = DataSyncedV1.schema.parse(await stage.retained('data.synced'));
    expect(synced.rowsAdded).toBe(15);
    expect(synced.series.map(({ series, rowsAdded }) => [series.kind, rowsAdded]).sort()).toEqual([
      ...[1, 2, 3].map(() => ['candles', 4]),
      ...[1, 2, 3].map(() => ['funding', 1]),
    ]);
    expect((await stage.ready()).datasetSha256).not.toBe(ready.datasetSha256);
    const { requests } = await stage.exchange.requests(lastSequence);
    const pages = requests.filter(({ path }) => /kline|funding/.test(path));
    expect(pages).toHaveLength(6);
    const asked = (query: Readonly<Record<string, string>>) => query['start'] ?? query['startTime'];
    expect(pages.every(({ query }) => Number(asked(query)) > NOW_MS - 36 * HOUR_MS)).toBe(true);
  });

  it('is answered by all who ask at once', async () => {
    const stage = await Stage.open();
    await stage.readyFetcher();
    await stage.exchange.moveClock(NOW_MS + HOUR_MS);
    const commands = Array.from({ length: 8 }, () => command(stage.nats.url, SYNC, ASK));
    const replies = (await Promise.all(commands)).map((one) => DataSyncCommandV1.reply.parse(one));
    expect(replies.map(({ rowsAdded }) => rowsAdded).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 3]);
  });

  it('is answered at once while the history is still being fetched, with the markets that lack rows', async () => {
    const stage = await Stage.open();
    const facts = await Facts.open(stage.nats.url);
    atTheEnd(() => facts.close());
    const fetcher = stage.startFetcher({ RATE_BUDGET: '0.02' });
    await facts.next<DataProgress>('data.progress', {
      isIt: ({ state }) => state === 'fetching',
    });
    const reply = DataSyncCommandV1.reply.parse(await command(stage.nats.url, SYNC, ASK));
    expect(fetcher.lines.join()).not.toContain('The history is proven');
    expect(reply.rowsAdded).toBe(0);
    expect(reply.marketsFailed.map(({ symbol }) => symbol)).toContain('BTC/USDT:USDT');
  });

  it('is refused with the reason while the exchange can’t be reached', async () => {
    const stage = await Stage.open();
    await stage.stopExchange();
    const fetcher = stage.startFetcher();
    await fetcher.prints('The exchange can’t be asked now');
    const early = commandRefused.parse(await command(stage.nats.url, SYNC, ASK));
    expect(early.error).toMatch(/starting|exchange/);
    await stage.startExchange();
    await fetcher.prints('The history is proven');
    await stage.stopExchange();
    const { error } = commandRefused.parse(await command(stage.nats.url, SYNC, ASK));
    expect(error).not.toContain('Internal server error');
    expect(traces(fetcher)).toEqual([]);
  });
});

describe.each(DATABASES)('commands to a fetcher on %s', (database) => {
  let stage: Stage;
  let fetcher: RunningApp;

  beforeAll(async () => {
    stage = await Stage.open({ database });
    ({ fetcher } = await stage.readyFetcher());
  });
  afterAll(closeStages);

  it.each([
    ['no JSON', '{'],
    ['nothing', undefined],
    ['no object', '"v"'],
    ['another version', '{"v":2}'],
  ])('are refused in plain JSON when they hold %s', async (_, payload) => {
    for (const subject of [SYNC, VERIFY]) {
      const reply = commandRefused.parse(await command(stage.nats.url, subject, payload));
      expect(reply).toEqual({ v: 1, error: expect.stringMatching(/^Wrong order: \w+: /) });
    }
    expect(traces(fetcher)).toEqual([]);
  });

  it('are verified by every row, and name the series whose rows were tampered with', async () => {
    const before = DataVerifyCommandV1.reply.parse(await command(stage.nats.url, VERIFY, ASK));
    const { datasetSha256 } = await stage.ready();
    expect(before).toMatchObject({ seriesChecked: 6, differences: [], datasetSha256 });
    const tamperer = await openDatabase(stage.databaseUrl);
    await tamperer.execute(
      `UPDATE candle SET close = close * 1.000001 WHERE open_at_ms = $1 AND series_id =
         (SELECT series.id FROM series JOIN market ON market.id = series.market_id
          WHERE market.native_id = 'ETHUSDT' AND series.kind = 'candles')`,
      NOW_MS - 0.5 * HOUR_MS - 24 * HOUR_MS,
    );
    await tamperer.close();
    const after = DataVerifyCommandV1.reply.parse(await command(stage.nats.url, VERIFY, ASK));
    expect(after.differences).toEqual([
      {
        symbol: 'ETH/USDT:USDT',
        series: { kind: 'candles', timeframe: '1h' },
        stored: expect.any(String),
        recomputed: expect.any(String),
      },
    ]);
    expect(after.differences[0]!.stored).not.toBe(after.differences[0]!.recomputed);
  });
});

describe('of two fetchers', () => {
  afterEach(closeStages);

  it('one answers a command, and when it stops the other does', async () => {
    const stage = await Stage.open({ fetcher: { RATE_BUDGET: '0.4' } });
    const { fetcher: first } = await stage.readyFetcher();
    await stage.readyFetcher();
    const facts = await Facts.open(stage.nats.url);
    atTheEnd(() => facts.close());
    await stage.exchange.moveClock(NOW_MS + HOUR_MS);
    const reply = DataSyncCommandV1.reply.parse(await command(stage.nats.url, SYNC, ASK));
    expect(reply.marketsFailed).toEqual([]);
    // The reply counts none of them when the other one made a pass by itself at this moment; the fact does.
    const synced = await until(async () => facts.of('data.synced')[0]);
    expect(synced).toMatchObject({ rowsAdded: 3 });
    expect(await first.stop()).toBe(0);
    DataSyncCommandV1.reply.parse(await command(stage.nats.url, SYNC, ASK));
  });
});
