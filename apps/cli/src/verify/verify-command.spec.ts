import { datasetSha256 } from '@fullcarry/domain/completeness/proof/certificate';
import { seriesName } from '@fullcarry/domain/series';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fillProvenDatabase, hour } from '../filled-database.fixture.js';
import { runCli } from '../run-cli.fixture.js';

describe.each(DATABASES)('verify on %s', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  const verify = (...args: string[]) => runCli(['verify', '--database', empty.url, ...args]);

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
  });
  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  it('exits 0 when every certificate agrees with its rows', async () => {
    await fillProvenDatabase(database);
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout).toContain('2 certificates recomputed from the rows: all agree');
    expect(stdout).toMatch(/bybit: the dataset certificate [0-9a-f]{64} agrees/);
  });

  it('exits 1 and shows the difference when a row was changed behind its certificate', async () => {
    await fillProvenDatabase(database);
    await database.execute(
      'UPDATE funding_rate SET rate = $1 WHERE settled_at_ms = $2',
      '0.0002',
      hour(8),
    );
    const { code, stdout } = await verify('--json');
    expect(code).toBe(1);
    const { verified, differences, datasets } = JSON.parse(stdout);
    expect(verified).toBe(false);
    expect(differences).toMatchObject([
      {
        symbol: 'BTC/USDT:USDT',
        series: { kind: 'funding' },
        parts: [{ what: 'sha256 of the rows' }],
      },
    ]);
    expect(datasets).toMatchObject([{ agrees: true }]);
  });

  it('exits 1 when a row is gone, and says which', async () => {
    await fillProvenDatabase(database);
    await database.execute('DELETE FROM candle WHERE open_at_ms = $1', hour(47));
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    const text = stdout.replace(/ {2,}/g, '|');
    expect(text).toContain('rows present|48|47');
    expect(text).toContain('last row|2026-09-02T23:00:00.000Z|2026-09-02T22:00:00.000Z');
  });

  it('exits 1 when the dataset certificate is not that of the series’ certificates', async () => {
    await fillProvenDatabase(database);
    await database.execute('UPDATE dataset_certificate SET sha256 = $1', '0'.repeat(64));
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain('DIFFERS');
  });

  it('takes the dataset certificate for that of the kinds that are tracked, not of one that was dropped', async () => {
    await fillProvenDatabase(database);
    await database.execute('UPDATE series SET tracked = $1 WHERE kind = $2', false, 'funding');
    const store = new CertificateStore(database);
    const [candles] = (await new MarketStore(database).allSeries()).filter(
      ({ key }) => key.kind === 'candles',
    );
    const certificate = (await store.all()).get(candles!.id)!.certificate;
    const named = [{ series: seriesName(candles!.key), certificate }];
    await store.saveDataset('bybit', datasetSha256(named, sha256), hour(48));
    const { code, stdout } = await verify();
    expect(code).toBe(0);
    expect(stdout).toMatch(/bybit: the dataset certificate [0-9a-f]{64} agrees/);
  });

  it('recomputes those of one exchange alone, and names what is stored where it has none', async () => {
    await fillProvenDatabase(database);
    const { code, stdout } = await verify('--exchange', 'bybit');
    expect(code).toBe(0);
    expect(stdout).toContain('2 certificates recomputed');
    const other = await verify('--exchange', 'binance');
    expect(other.code).toBe(2);
    expect(other.stderr.join()).toContain('no market of binance: stored are bybit');
  });

  it('exits 1 when nothing is proven: no difference is no proof', async () => {
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toBe('No certificate was issued yet: nothing is proven here.\n');
  });
});
