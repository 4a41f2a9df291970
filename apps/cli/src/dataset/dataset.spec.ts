import { USUAL_KINDS } from '@fullcarry/domain/series';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../run-cli.fixture.js';
import { checkDataset } from './check/check-dataset.js';
import { fillDataset } from './dataset.fixture.js';
import { manifestSchema, type Manifest } from './layout/manifest.js';

const BASES = ['BTC', 'ETH', 'XRP'];
const BTC = 'exchange=bybit/kind=candles/timeframe=1h/symbol=BTC%2FUSDT%3AUSDT/rows.parquet';
const BTC_FUNDING = 'exchange=bybit/kind=funding/symbol=BTC%2FUSDT%3AUSDT/rows.parquet';

describe('a data set', () => {
  let temp: TempFolder;
  let empty: EmptyDatabase;
  let database: Database;
  const folder = (name: string) => join(temp.path, name);
  const exportTo = (name: string, ...args: string[]) =>
    runCli([
      ...['export', '--all', '--format', 'parquet', '--out', folder(name)],
      ...['--database', empty.url, ...args],
    ]);
  const verify = async (name: string) => {
    const { code, stdout } = await runCli(['verify', '--dataset', folder(name), '--json']);
    return { code, ...JSON.parse(stdout) };
  };
  const manifestOf = (name: string): Manifest =>
    manifestSchema.parse(JSON.parse(readFileSync(join(folder(name), 'manifest.json'), 'utf8')));
  const groupsOf = (path: string) =>
    manifestOf('whole').files.find((file) => file.path === path)!.groups;

  beforeAll(async () => {
    temp = tempFolder();
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDataset(database, { bases: BASES, days: 62, timeframe: '1h' });
    const { code, stderr } = await exportTo('whole');
    expect({ code, last: stderr.at(-1) }).toEqual({
      code: 0,
      last: expect.stringContaining(`of ${BASES.length * USUAL_KINDS.length} series`),
    });
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await empty.remove();
    temp.remove();
  });
  beforeEach(() => {
    rmSync(folder('changed'), { recursive: true, force: true });
    cpSync(folder('whole'), folder('changed'), { recursive: true });
  });

  it('has a file for every series of every kind, and describes itself', () => {
    const { series, files, exchanges, leftOut } = manifestOf('whole');
    expect(series.map(({ kind: of, symbol }) => `${of} ${symbol}`).sort()).toEqual(
      BASES.flatMap((base) => USUAL_KINDS.map((of) => `${of} ${base}/USDT:USDT`)).sort(),
    );
    expect(series.every(({ proven }) => proven)).toBe(true);
    expect(files.find(({ path }) => path === BTC)).toMatchObject({
      rows: 62 * 24 - 2,
      groups: [{ month: '2026-01' }, { month: '2026-02' }, { month: '2026-03' }],
    });
    expect(exchanges).toMatchObject([{ datasetSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(leftOut).toEqual([]);
  });

  it('is verified from its files alone', async () => {
    const { stdout } = await runCli(['verify', '--database', empty.url, '--json']);
    const [{ stored }] = JSON.parse(stdout).datasets;
    const checked = await verify('whole');
    expect(checked).toMatchObject({
      code: 0,
      verified: true,
      differences: [],
      certificatesAgreeing: BASES.length * USUAL_KINDS.length,
    });
    expect(manifestOf('whole').exchanges[0]?.datasetSha256).toBe(stored);
  });

  it('has the same bytes from PostgreSQL', async () => {
    const other = await emptyDatabase('postgresql');
    const postgres = await openDatabase(other.url);
    await fillDataset(postgres, { bases: ['BTC'], days: 62, timeframe: '1h' });
    await postgres.close();
    const to = ['--out', folder('postgres'), '--database', other.url];
    const { code } = await runCli(['export', '--all', '--format', 'parquet', ...to]);
    await other.remove();
    expect(code).toBe(0);
    for (const file of manifestOf('postgres').files) {
      expect(manifestOf('whole').files).toContainEqual(file);
    }
  });

  it('can be checked without this program', () => {
    const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder('whole') });
    expect(checked.toString()).toContain('manifest.json: OK');
  });

  it('names the file and the days of a flipped byte, wherever in the rows it is', async () => {
    let many = 0;
    let toTheDay = 0;
    for (const path of [BTC, BTC_FUNDING]) {
      for (const { offset, bytes, month } of groupsOf(path)) {
        for (let at = offset; at < offset + bytes; at += Math.ceil(bytes / 7)) {
          flip(path, at);
          const { faults } = await checkDataset(folder('changed'), () => undefined);
          flip(path, at);
          const named = faults.filter((one) => one.file === path && one.piece?.startsWith(month));
          expect(named).not.toEqual([]);
          many += 1;
          if (named.some(({ piece }) => piece?.length === '2026-01-01'.length)) toTheDay += 1;
        }
      }
    }
    // The rest lies in the headers of the columns, or in what the certificate leaves out, as the raw stamp.
    expect(toTheDay).toBeGreaterThan(0.6 * many);
    expect(await verify('changed')).toMatchObject({ code: 0 });
  });

  it('says on the command line which file and which day it is, and exits 1', async () => {
    const [group] = groupsOf(BTC);
    flip(BTC, group!.offset + Math.floor(group!.bytes / 2));
    const { code, stdout } = await runCli(['verify', '--dataset', folder('changed')]);
    expect(code).toBe(1);
    expect(stdout.replace(/ {2,}/g, '|')).toContain(`${BTC}|2026-01-`);
    expect(stdout).toContain('NOT VERIFIED');
  });

  it('names a byte that is none of the rows’', async () => {
    const file = manifestOf('whole').files.find(({ path }) => path === BTC)!;
    flip(BTC, file.bytes - 20);
    const { code, differences } = await verify('changed');
    expect(code).toBe(1);
    expect(differences).toContainEqual(expect.objectContaining({ file: BTC }));
  });

  it('names a byte of the manifest, and of the sums', async () => {
    const manifest = join(folder('changed'), 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('"assetClass": null', '"assetClass":  null'));
    expect(await verify('changed')).toMatchObject({
      code: 1,
      differences: [{ file: 'manifest.json' }],
    });
    writeFileSync(manifest, text);
    appendFileSync(join(folder('changed'), 'SHA256SUMS'), 'x\n');
    expect(await verify('changed')).toMatchObject({
      code: 1,
      differences: [{ file: 'SHA256SUMS' }],
    });
  });

  it('names a file that is missing, and one that is surplus', async () => {
    rmSync(join(folder('changed'), BTC));
    writeFileSync(join(folder('changed'), 'exchange=bybit', 'more.parquet'), 'more');
    const { code, differences } = await verify('changed');
    expect(code).toBe(1);
    expect(differences).toEqual([
      expect.objectContaining({ file: 'exchange=bybit/more.parquet' }),
      { file: BTC, days: null, what: 'the file is missing' },
    ]);
  });

  it('exits 1 without a manifest, and 2 without a folder', async () => {
    rmSync(join(folder('changed'), 'manifest.json'));
    const dataset = (name: string) => runCli(['verify', '--dataset', folder(name)]);
    expect(await dataset('changed')).toMatchObject({
      code: 1,
      stderr: [expect.stringContaining('manifest.json is missing')],
    });
    expect(await dataset('none')).toMatchObject({ code: 2 });
  });

  it('finds rows whose certificate says that the exchange has none, though every digest was made anew', async () => {
    const manifest = join(folder('changed'), 'manifest.json');
    const changed = manifestOf('whole');
    const series = changed.series.find(({ file }) => file === BTC)!;
    series.evidence.gaps = [];
    writeFileSync(manifest, JSON.stringify(changed));
    const { differences } = await verify('changed');
    expect(differences).toContainEqual(
      expect.objectContaining({
        file: BTC,
        what: expect.stringContaining('2 confirmed empty'),
      }),
    );
  });

  it('is refused a folder that is not empty, and options that do not go with it', async () => {
    mkdirSync(folder('full'), { recursive: true });
    writeFileSync(join(folder('full'), 'letter.txt'), 'Dear Sir or Madam');
    expect(await exportTo('full')).toMatchObject({
      code: 2,
      stderr: [expect.stringContaining('is not empty')],
    });
    expect(readdirSync(folder('full'))).toEqual(['letter.txt']);
    expect(await exportTo('other', '--kind', 'funding')).toMatchObject({ code: 2 });
  });

  it('is refused where rows are not those of their certificate', async () => {
    const change = (rate: string, was: string) =>
      database.execute(
        `UPDATE funding_rate SET rate = $1 WHERE rate = $2 AND series_id = (SELECT min(id) FROM series WHERE kind = 'funding')`,
        rate,
        was,
      );
    const { stdout } = await runCli([
      ...['export', '--symbol', 'BTCUSDT', '--kind', 'funding', '--format', 'json'],
      ...['--database', empty.url],
    ]);
    const was = JSON.parse(stdout)[7].rate;
    await change('0.123', was);
    const { code, stderr } = await exportTo('touched');
    await change(was, '0.123');
    expect(code).toBe(1);
    expect(stderr.at(-1)).toContain('The rows of bybit:BTC/USDT:USDT:funding are not those of');
    expect(readdirSync(folder('touched'))).not.toContain('SHA256SUMS');
  });

  it('is refused while a tracked series is not proven, unless it is said what is done with it', async () => {
    await database.execute(
      `UPDATE certificate SET missing = 1, expected = expected + 1
       WHERE series_id = (SELECT min(id) FROM series WHERE kind = 'funding')`,
    );
    const refused = await exportTo('refused');
    expect(refused.code).toBe(1);
    expect(refused.stderr.at(-1)).toContain('bybit:BTC/USDT:USDT:funding (1 row missing)');

    expect(await exportTo('less', '--unproven', 'leave-out')).toMatchObject({ code: 0 });
    expect(manifestOf('less').leftOut).toEqual([
      { name: 'bybit:BTC/USDT:USDT:funding', tracked: true, why: '1 row missing' },
    ]);
    const all = await exportTo('all', '--unproven', 'include');
    expect(all.stderr.join()).toContain('Warning: bybit:BTC/USDT:USDT:funding is not proven');
    const included = manifestOf('all').series.find(({ proven }) => !proven);
    expect(included).toMatchObject({ kind: 'funding', symbol: 'BTC/USDT:USDT' });
    expect(await verify('all')).toMatchObject({ unproven: ['bybit:BTC/USDT:USDT:funding'] });
  });

  function flip(path: string, at: number): void {
    const whole = join(folder('changed'), path);
    const bytes = readFileSync(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x01;
    writeFileSync(whole, bytes);
  }
});
