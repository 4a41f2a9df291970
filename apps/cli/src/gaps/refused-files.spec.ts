import { fileAt } from '@fullcarry/domain/completeness/archive/archive-file';
import { saveFile } from '@fullcarry/history/archive/archive-file-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProvenDatabase, START_MS } from '../filled-database.fixture.js';
import { runCli } from '../run-cli.fixture.js';

const REASON = '2026-09-01T03:00:00.000Z: the archive says 1; the exchange says 2';

describe('files of an archive', () => {
  let empty: Awaited<ReturnType<typeof emptyDatabase>>;

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    const database = await openDatabase(empty.url);
    await fillProvenDatabase(database);
    const all = await new MarketStore(database).allSeries();
    const { id } = all.find(({ key }) => key.kind === 'candles')!;
    const file = { sha256: 'a'.repeat(64), rows: 0, sampled: undefined, readAtMs: START_MS };
    const month = fileAt('month', START_MS);
    await saveFile(database, id, {
      ...file,
      ...month,
      path: '/data/BTCUSDT-1h-2026-09.zip',
      outcome: 'refused',
      reason: REASON,
    });
    await saveFile(database, id, {
      ...file,
      ...fileAt('day', START_MS),
      path: '/data/BTCUSDT-1h-2026-09-01.zip',
      outcome: 'used',
      rows: 24,
      sampled: month,
      reason: '',
    });
    await database.close();
  });
  afterAll(() => empty.remove());

  const run = async (...args: string[]) =>
    (await runCli([...args, '--database', empty.url])).stdout;

  it('stand beside the proof as witnesses, and those that were not believed with who said what', async () => {
    const status = await run('status');
    expect(status).toContain('Witnesses: the API, and 1 file of the archive with 24 rows');
    expect(status).toContain(`Not believed: /data/BTCUSDT-1h-2026-09.zip: ${REASON}`);
    expect(await run('gaps')).toContain(`/data/BTCUSDT-1h-2026-09.zip: ${REASON}`);
    const { markets } = JSON.parse(await run('status', '--json'));
    const [candles, funding] = markets[0].series;
    expect(candles.archive).toMatchObject({ files: 1, rows: 24, refused: [{ reason: REASON }] });
    expect(funding.archive).toBeNull();
  });
});
