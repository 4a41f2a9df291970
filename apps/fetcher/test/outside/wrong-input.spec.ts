import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { atTheEnd, closeStages, NOW_MS, Stage, traces } from './stage.js';

const NOWHERE = { NATS_URL: 'nats://127.0.0.1:1', METRICS_PORT: '0' };

describe('a fetcher that is given', () => {
  afterEach(closeStages);

  const WRONG = [
    ['EXCHANGE_URL', 'ftp://somewhere', 'allowed is http://… or https://…'],
    ['DATABASE_URL', 'mysql://root:secret@db/x', 'allowed is file:<path> or postgresql://…'],
    ['NATS_URL', 'http://me:secret@bus', 'allowed is nats://host:port'],
    ['HISTORICAL_ENABLED', 'yes', 'allowed is true or false'],
    ['HISTORICAL_LOOKBACK_DAYS', '0', 'allowed is a whole number from 1 to 3650'],
    ['HISTORICAL_TIMEFRAME', '3h', 'allowed is '],
    ['HISTORICAL_TOP_PAIRS', '-5', 'allowed is a whole number from 1 to 1000'],
    ['HISTORICAL_ASSET_CLASSES', 'coin,gold', 'allowed is one or several of coin, stock'],
    ['HISTORICAL_REEVALUATE_HOURS', 'weekly', 'allowed is a number from 0.01 to 8760'],
    ['HISTORICAL_MAX_RETRIES', '1.5', 'allowed is a whole number from 0 to 20'],
    ['HISTORICAL_RETRY_BASE_MS', '1e3', 'allowed is a whole number from 1 to 60000'],
    ['GAP_CONFIRM_MINUTES', '0', 'allowed is a number from 0.001 to 1440'],
    ['SCRUB_DAYS', '400', 'allowed is a number from 0 to 365'],
    ['RATE_BUDGET', '1.2', 'allowed is a number from 0.01 to 1'],
    ['REQUEST_TIMEOUT_MS', '5s', 'allowed is a whole number from 100 to 120000'],
    ['METRICS_PORT', '70000', 'allowed is a whole number from 0 to 65535'],
    ['LOG_LEVEL', 'loud', 'allowed is trace, debug, info, warn, error, fatal or silent'],
    ['LOG_FORMAT', 'xml', 'allowed is pretty or json'],
  ] as const;

  it.each([
    ['wrong variables', WRONG],
    ['one', [['NATS_URL', 'nats://me:secret@bus:99999', 'allowed is nats://host:port']]],
  ] as const)('%s says of each in one line what is allowed, and ends with 1', async (_, wrong) => {
    const fetcher = start(Object.fromEntries(wrong));
    expect(await fetcher.ended()).toBe(1);
    expect(fetcher.lines).toHaveLength(wrong.length);
    for (const [name, held, allowed] of wrong) {
      const line = fetcher.lines.find((one) => one.includes(`${name} is `));
      expect(line).toContain(`${name} is "${held.replace(/\/\/.*@/, '//***@')}": ${allowed}`);
      expect(line).not.toContain('secret');
    }
  });

  it('an empty variable takes the default', async () => {
    const fetcher = start({ ...(await ownDatabase()), LOG_LEVEL: '', RATE_BUDGET: ' ' });
    await fetcher.prints('NATS with JetStream not reachable');
  });

  it('an exchange that it does not know names those that it knows', async () => {
    await refused(
      start({ EXCHANGE: 'mtgox' }),
      'The exchange "mtgox" is not supported; supported: bybit',
    );
  });

  it('a port that is taken names the port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    atTheEnd(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await refused(start({ METRICS_PORT: String(port) }), `Port ${port} is taken`);
  });

  it.each(['/sys/fullcarry.db', '/dev/null/x.db'])(
    'a place that can’t be written (%s) says so',
    async (path) => {
      await refused(start({ DATABASE_URL: `file:${path}` }), 'The database file can’t be opened');
    },
  );

  it('a file that is no database leaves it as it is', async () => {
    const path = join(ownFolder(), 'letter.txt');
    writeFileSync(path, 'Dear reader, '.repeat(1000));
    const before = sha256(path);
    await refused(start({ DATABASE_URL: `file:${path}` }), 'is not an SQLite database');
    expect(sha256(path)).toBe(before);
  });

  it('a database of a newer version waits for that version, and changes nothing in it', async () => {
    const { DATABASE_URL } = await ownDatabase();
    const newer = await openDatabase(DATABASE_URL);
    await newer.execute(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ('1', 'x', 1, '29990101000000_from_the_future', 1, 1)`,
    );
    await newer.close();
    const before = sha256(DATABASE_URL.slice('file:'.length));
    const fetcher = start({ DATABASE_URL });
    await fetcher.prints('made by a newer version of Fullcarry');
    expect(await fetcher.stop()).toBe(0);
    expect(sha256(DATABASE_URL.slice('file:'.length))).toBe(before);
  });

  it('a PostgreSQL server that is not there says so, without the password', async () => {
    const DATABASE_URL = 'postgresql://me:secret@127.0.0.1:1/x';
    await refused(start({ DATABASE_URL }), 'The PostgreSQL server can’t be reached');
  });

  it('data of another replay than its database holds ends, and changes no row', async () => {
    const stage = await Stage.open();
    const { fetcher, ready } = await stage.readyFetcher();
    await fetcher.stop();
    await stage.stopExchange();
    const anchor = String(NOW_MS + 24 * 3_600_000);
    await stage.startExchange(['--anchor', anchor, '--now', anchor]);
    const mixed = stage.startFetcher();
    await refused(
      mixed,
      `The database holds replay ${new Date(NOW_MS).toISOString()} data of bybit`,
    );
    await stage.stopExchange();
    await stage.startExchange();
    expect((await stage.readyFetcher()).ready.datasetSha256).toBe(ready.datasetSha256);
  });
});

function start(environment: Readonly<Record<string, string>>): RunningApp {
  const fetcher = startApp('fetcher', { environment: { ...NOWHERE, ...environment } });
  atTheEnd(() => fetcher.stop('SIGKILL'));
  return fetcher;
}

/** It ends with 1, and its last line, the only fatal one, says why. */
async function refused(fetcher: RunningApp, reason: string): Promise<void> {
  expect(await fetcher.ended()).toBe(1);
  const fatal = fetcher.lines.filter((line) => line.includes('"level":60'));
  expect(fatal).toHaveLength(1);
  const { msg } = JSON.parse(fatal[0]!) as { msg: string };
  expect(msg).toContain(reason);
  expect(msg).not.toContain('\n');
  expect(msg).not.toContain('secret');
  expect(traces(fetcher)).toEqual([]);
}

function ownFolder(): string {
  const folder = tempFolder();
  atTheEnd(() => folder.remove());
  return folder.path;
}

async function ownDatabase(): Promise<{ DATABASE_URL: string }> {
  const database = await emptyDatabase('sqlite');
  atTheEnd(() => database.remove());
  return { DATABASE_URL: database.url };
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
