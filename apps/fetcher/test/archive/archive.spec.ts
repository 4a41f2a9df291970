import { HOUR_MS, holds } from '@fullcarry/domain/time-window';
import { ArchiveFileStore, type StoredFile } from '@fullcarry/history/archive/archive-file-store';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { until } from '@fullcarry/testing/until';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { closeStacks, Stack } from '../stack.js';
import { held, readDatabase } from '../stored.js';

const SYMBOLS = ['BTCUSDT', 'INJUSDT'];
const REPLAY = ['--api', 'binanceusdm', '--symbols', SYMBOLS.join(',')];

/** From April 3rd: the files of April, May and June are there, that of July from August 3rd. */
const FETCHER = {
  EXCHANGE: 'binanceusdm',
  RATE_BUDGET_SCOPE: 'replica',
  HISTORICAL_TOP_PAIRS: '2',
  HISTORICAL_SERIES: 'candles,funding,spot,mark',
  HISTORICAL_LOOKBACK_DAYS: '120',
};
const MONTHS = ['2026-04', '2026-05', '2026-06'];
const SERIES = 6;

afterEach(closeStacks);

/** A fetcher that reads the archive of this stack's exchange. */
const run = (stack: Stack, more: Readonly<Record<string, string>> = {}) =>
  stack.runToReady({ ARCHIVE_URL: stack.replay.url, ...more });

/** The files of a market's candles, or of all series. */
function filesOf(stack: Stack, nativeId?: string): Promise<StoredFile[]> {
  return readDatabase(stack, async (database) => {
    const all = await new MarketStore(database).allSeries();
    const chosen = all.filter(
      ({ market, key }) =>
        nativeId === undefined || (market.nativeId === nativeId && key.kind === 'candles'),
    );
    const files = await new ArchiveFileStore(database).files(chosen.map(({ id }) => id));
    return [...files.values()].flat();
  });
}

async function requestsOf(stack: Stack, path: (path: string) => boolean): Promise<number> {
  const { byEndpoint } = await stack.replay.stats();
  const counts = Object.entries(byEndpoint).filter(([name]) => path(name));
  return counts.reduce((sum, [, many]) => sum + many, 0);
}
const isFile = (path: string) => path.endsWith('.zip');
const isPage = (path: string) => /[kK]lines$/.test(path);

const rule = (kind: string, file: string) =>
  ['.zip', '.zip.CHECKSUM'].map((ending) => ({ kind, path: `${file}${ending}` }));
const containing = (text: string): unknown => expect.stringContaining(text);

describe('a fetcher on an exchange with an archive', () => {
  let byApi: DataReady;

  beforeAll(async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    byApi = (await stack.runToReady()).ready;
    expect(await requestsOf(stack, isFile)).toBe(0);
    await closeStacks();
  }, 120_000);

  it('takes whole months from its files and the rest from the API: the certificate is the API’s', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    const { fetcher, ready } = await run(stack);
    expect(ready.datasetSha256).toBe(byApi.datasetSha256);
    const files = await filesOf(stack);
    expect(files).toHaveLength(MONTHS.length * SERIES);
    for (const file of files) {
      expect(file).toMatchObject({ period: 'month', outcome: 'used', reason: '' });
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(MONTHS.some((month) => file.path.endsWith(`-1h-${month}.zip`))).toBe(true);
      // Two witnesses: a stretch of each was asked of the API too.
      expect(file.sampled!.toMs - file.sampled!.fromMs).toBe(96 * HOUR_MS);
    }
    const [april] = await filesOf(stack, 'BTCUSDT');
    const firstMs = Math.min(
      ...(await held(stack, 'BTCUSDT', 'candles')).coverage.map(({ fromMs }) => fromMs),
    );
    expect(april!.rows).toBe((april!.toMs - firstMs) / HOUR_MS);
    const { breaches, banned } = await stack.replay.stats();
    expect({ breaches, banned }).toEqual({ breaches: 0, banned: 0 });
    await fetcher.stop();

    // Whatever becomes of the rows afterwards: a file that was had is not had again.
    const before = await requestsOf(stack, isFile);
    await readDatabase(stack, (database) =>
      database.execute('DELETE FROM candle WHERE open_at_ms < $1', april!.toMs),
    );
    const again = await run(stack);
    expect(again.ready.datasetSha256).toBe(byApi.datasetSha256);
    expect(await requestsOf(stack, isFile)).toBe(before);
  }, 120_000);

  it('refuses a file with a fault whole, and asks the API for it as for one that is not there', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    await stack.replay.faults([
      ...rule('archive-wrong-checksum', 'BTCUSDT-1h-2026-04'),
      ...rule('archive-cut-zip', 'BTCUSDT-1h-2026-05'),
      ...rule('archive-duplicate-row', 'BTCUSDT-1h-2026-06'),
      ...rule('archive-missing', 'INJUSDT-1h-2026-05'),
    ]);
    const { ready } = await run(stack);
    expect(ready.datasetSha256).toBe(byApi.datasetSha256);
    const faulty = await filesOf(stack, 'BTCUSDT');
    expect(faulty).toMatchObject([
      { outcome: 'refused', reason: containing('is not what its checksum says'), rows: 0 },
      { outcome: 'refused', reason: containing('can’t be unpacked'), rows: 0 },
      { outcome: 'refused', reason: containing('the same candle twice'), rows: 0 },
    ]);
    const files = await filesOf(stack, 'INJUSDT');
    expect(files.map(({ outcome }) => outcome)).toEqual(['used', 'absent', 'used']);
  }, 120_000);

  it('reads files with microseconds, with another header, and asks the API only for what one lacks', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    await stack.replay.faults([
      ...rule('archive-microseconds', '-1h-2026-04'),
      ...rule('archive-other-header', '-1h-2026-05'),
      ...rule('archive-lacking-row', '-1h-2026-06'),
    ]);
    const { ready } = await run(stack);
    expect(ready.datasetSha256).toBe(byApi.datasetSha256);
    const files = await filesOf(stack);
    expect(new Set(files.map(({ outcome }) => outcome))).toEqual(new Set(['used']));
  }, 120_000);

  it('finds a candle that contradicts the API in the sample, and says who said what', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    await stack.replay.faults([{ kind: 'archive-other-candle' }]);
    const { ready } = await run(stack);
    const files = await filesOf(stack);
    const contradicted = files.filter(({ outcome }) => outcome === 'refused');
    // Each has its one wrong candle in the middle; found are the files whose sample holds it.
    const hits = files.filter(({ sampled, fromMs, toMs }) => holds(sampled!, (fromMs + toMs) / 2));
    expect(hits.length).toBeGreaterThan(0);
    expect(contradicted).toEqual(hits);
    for (const { reason, rows } of contradicted) {
      expect(reason).toMatch(/^2026-.*: the archive says \d+,.*; the exchange says \d+,/);
      expect(rows).toBe(0);
    }
    expect(ready.datasetSha256).not.toBe(byApi.datasetSha256);
  }, 120_000);

  it('finds one that is not in the sample in the scrub, which asks the API', async () => {
    // Few windows: on Binance a scrub reads one in twelve seconds, which is its share of the bucket of funding.
    const few = {
      replay: [...REPLAY.slice(0, 3), 'INJUSDT'],
      fetcher: {
        ...FETCHER,
        HISTORICAL_TOP_PAIRS: '1',
        HISTORICAL_SERIES: 'candles,funding',
        HISTORICAL_LOOKBACK_DAYS: '62',
      },
    };
    const { ready: truth } = await (await Stack.start(few)).runToReady();
    const stack = await Stack.start(few);
    await stack.replay.faults(rule('archive-other-candle', 'INJUSDT-1h-2026-06'));
    const { fetcher, ready } = await run(stack);
    expect(ready.datasetSha256).not.toBe(truth.datasetSha256);
    await fetcher.stop();

    const scrubbing = stack.startFetcher({ SCRUB_DAYS: '0.0001' });
    await stack.ready(scrubbing, {
      since: stack.facts.heard.length,
      isIt: ({ datasetSha256 }) => datasetSha256 === truth.datasetSha256,
    });
    expect((await held(stack, 'INJUSDT', 'candles')).revisions).toBe(1);
  }, 200_000);

  it('comes to the same when it is killed twice in the middle of its files', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    for (let kill = 1; kill <= 2; kill += 1) {
      const before = await requestsOf(stack, isFile);
      const fetcher = stack.startFetcher({ ARCHIVE_URL: stack.replay.url });
      await until(async () => (await requestsOf(stack, isFile)) > before || undefined);
      await fetcher.stop('SIGKILL');
    }
    const { ready } = await run(stack);
    expect(ready.datasetSha256).toBe(byApi.datasetSha256);
    const files = await filesOf(stack);
    expect(files.map(({ outcome }) => outcome)).toEqual(files.map(() => 'used'));
    expect(files).toHaveLength(MONTHS.length * SERIES);
  }, 120_000);

  it('asks the API for all of it while the archive is away', async () => {
    const stack = await Stack.start({ replay: REPLAY, fetcher: FETCHER });
    const { ready } = await run(stack, { ARCHIVE_URL: 'http://127.0.0.1:9' });
    expect(ready.datasetSha256).toBe(byApi.datasetSha256);
    expect(await filesOf(stack)).toEqual([]);
    expect(await requestsOf(stack, isPage)).toBeGreaterThan(0);
  }, 120_000);
});
