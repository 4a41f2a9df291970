import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES, type DatabaseKind } from '@fullcarry/testing/each-database';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Facts } from '@fullcarry/testing/facts';
import { ASK, command } from '@fullcarry/testing/command';
import { atTheEnd, closeStages, Stage, traces, undisturbed } from './stage.js';
import { until } from '@fullcarry/testing/until';

/**
 * On a busy machine an answer may take longer than the usual second of these tests; a page asked for again for
 * that reason is no page that two fetchers shared. The budget is the whole one, however many share it.
 */
const PATIENT = { REQUEST_TIMEOUT_MS: '30000', RATE_BUDGET: '0.8' };
/** More by hand, and every case on both databases: FETCHERS=8. */
const MANY = Number(process.env['FETCHERS'] ?? 3);
const only = (kind: DatabaseKind) =>
  DATABASES.filter((one) => one === kind || process.env['FETCHERS'] !== undefined);
jest.setTimeout(300_000);

const certificates = new Map<DatabaseKind, string>();
async function certificateOf(database: DatabaseKind): Promise<string> {
  const known = certificates.get(database);
  if (known !== undefined) return known;
  const sha256 = await undisturbed({ database, fetcher: PATIENT });
  certificates.set(database, sha256);
  return sha256;
}

describe.each(DATABASES)('many fetchers on one %s database', (database) => {
  afterEach(closeStages);

  it('share the work and the budget, come to the certificate of one, and say so once', async () => {
    const alone = await certificateOf(database);
    const stage = await Stage.open({ database, fetcher: PATIENT });
    const facts = await Facts.open(stage.nats.url);
    atTheEnd(() => facts.close());
    const fetchers = Array.from({ length: MANY }, () => stage.startFetcher());
    await Promise.all(fetchers.map((one) => one.prints('The history is proven')));
    expect((await stage.ready()).datasetSha256).toBe(alone);

    const { requests } = await stage.exchange.requests();
    const pages = requests
      .filter(({ path }) => /kline|funding/.test(path))
      .map(({ path, query }) => JSON.stringify([path, query]));
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((page, i) => pages.indexOf(page) !== i)).toEqual([]);
    expect((await stage.exchange.stats()).breaches).toBe(0);
    expect(await command(stage.nats.url, 'order.data.sync', ASK)).toMatchObject({ rowsAdded: 0 });
    await until(async () => (facts.of('data.synced').length > 0 ? true : undefined));
    // One says it, and repeats it every ten seconds; that the others proved it too is not heard.
    expect(facts.of('data.synced')).toHaveLength(1);

    for (const fetcher of fetchers) {
      expect(await fetcher.stop()).toBe(0);
      expectQuiet(fetcher);
    }
  });
});

describe.each(only('postgresql'))(
  'fetchers of which one is killed every few seconds (%s)',
  (database) => {
    afterEach(closeStages);

    it('come to the same certificate without breaking the limit', async () => {
      const alone = await certificateOf(database);
      // Slow enough that some die in the middle of their work, by an exchange that allows a quarter more.
      const replay = ['--limit', '75'];
      const fetcher = { ...PATIENT, RATE_BUDGET: '0.1' };
      const stage = await Stage.open({ database, replay, fetcher });
      const running = Array.from({ length: MANY }, () => stage.startFetcher());
      for (let kills = 0; kills < MANY; kills += 1) {
        const victim = running.shift()!;
        await victim.prints('The rate budget is divided anew');
        await sleep(700);
        await victim.stop('SIGKILL');
        running.push(stage.startFetcher());
      }
      await until(async () => ((await stage.retained('data.ready')) ? true : undefined));
      expect((await stage.ready()).datasetSha256).toBe(alone);
      expect((await stage.exchange.stats()).breaches).toBe(0);
      running.forEach(expectQuiet);
    });
  },
);

describe.each(only('sqlite'))(
  'a fetcher that is frozen in the middle of its work (%s)',
  (database) => {
    afterEach(closeStages);

    it('leaves its work to another one, and changes nothing when it wakes', async () => {
      const alone = await certificateOf(database);
      const stage = await Stage.open({ database, fetcher: { ...PATIENT, RATE_BUDGET: '0.04' } });
      const frozen = stage.startFetcher();
      await until(async () => {
        const { byEndpoint } = await stage.exchange.stats();
        return (byEndpoint['/v5/market/kline'] ?? 0) > 2 ? true : undefined;
      });
      atTheEnd(() => frozen.process.kill('SIGCONT'));
      await freezeBetweenWrites(frozen, stage);
      // Its jobs come back ten seconds later.
      const other = stage.startFetcher();
      await other.prints('The history is proven');
      expect((await stage.ready()).datasetSha256).toBe(alone);
      frozen.process.kill('SIGCONT');
      await frozen.prints('The history is proven');
      expect((await stage.ready()).datasetSha256).toBe(alone);
      const verified = await command(stage.nats.url, 'order.data.verify', ASK);
      expect(verified).toMatchObject({ differences: [], datasetSha256: alone });
      expect((await stage.exchange.stats()).breaches).toBe(0);
      [frozen, other].forEach(expectQuiet);
    });
  },
);

describe('NATS whose data is wiped while all is down', () => {
  afterEach(closeStages);

  it('has every fact again from the database alone', async () => {
    const stage = await Stage.open({ fetcher: PATIENT });
    const { fetcher, ready } = await stage.readyFetcher();
    await fetcher.stop();
    await stage.nats.stop();
    stage.nats.wipe();
    await stage.nats.start();
    const { lastSequence } = await stage.exchange.requests();
    const again = await stage.readyFetcher();
    expect({ ...again.ready, atMs: 0 }).toEqual({ ...ready, atMs: 0 });
    expect(await until(() => stage.retained('data.universe'))).toMatchObject({ v: 1 });
    const { requests } = await stage.exchange.requests(lastSequence);
    expect(requests.filter(({ path }) => /kline|funding/.test(path))).toEqual([]);
  });
});

/**
 * A process that is frozen while it writes keeps an SQLite file locked, and nothing can take that from it;
 * PostgreSQL does (libs/history/src/rows/save-page-processes.spec.ts).
 */
async function freezeBetweenWrites({ process }: RunningApp, stage: Stage): Promise<void> {
  const database = await openDatabase(stage.databaseUrl);
  atTheEnd(() => database.close());
  for (;;) {
    process.kill('SIGSTOP');
    const written = database.transaction(() => Promise.resolve(true));
    if (await Promise.race([written, sleep(1_000, false)])) return;
    process.kill('SIGCONT');
    await written;
  }
}

/** No trace of a surprise, and nobody heard of a lock that was waited for. */
function expectQuiet(fetcher: RunningApp): void {
  expect(traces(fetcher)).toEqual([]);
  expect(fetcher.lines.filter((line) => /locked|busy/i.test(line))).toEqual([]);
}
