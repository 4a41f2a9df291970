import { fileAt } from '@fullcarry/domain/completeness/archive/archive-file';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { MarketStore } from '../markets/market-store.js';
import { trackedCandles } from '../markets/tracked-candles.fixture.js';
import { ArchiveFileStore, saveFile, type StoredFile } from './archive-file-store.js';
import { archiveWitness } from './witnesses.js';

const MAY = fileAt('month', Date.parse('2026-05-01'));
const SAMPLED = { fromMs: MAY.fromMs, toMs: MAY.fromMs + 96 * 3_600_000 };

const file = (more: Partial<StoredFile>): StoredFile => ({
  ...MAY,
  path: '/data/BTCUSDT-1h-2026-05.zip',
  outcome: 'used',
  sha256: 'a'.repeat(64),
  rows: 0,
  sampled: SAMPLED,
  reason: '',
  readAtMs: 7,
  ...more,
});

describe.each(DATABASES)('the files of an archive that were asked for (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let id: number;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    id = await trackedCandles(database);
  });
  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  const stored = async () => (await new ArchiveFileStore(database).files([id])).get(id);

  it('are kept with what became of them last, and the series is planned anew', async () => {
    const version = async () =>
      (await new MarketStore(database).allSeries()).find((one) => one.id === id)!.version;
    const before = await version();
    await saveFile(database, id, file({ outcome: 'begun' }));
    await saveFile(database, id, file({ rows: 744 }));
    const day = fileAt('day', MAY.fromMs);
    const absent = file({ ...day, outcome: 'absent', sha256: undefined, sampled: undefined });
    await saveFile(database, id, absent);
    expect(await stored()).toEqual([absent, file({ rows: 744 })]);
    expect(await version()).toBe(before + 3);
  });

  it('are witnesses where they were believed, and named with the reason where not', async () => {
    expect(archiveWitness((await stored()) ?? [])).toBeUndefined();
    const june = fileAt('month', Date.parse('2026-06-01'));
    const refused = file({ ...june, outcome: 'refused', reason: 'not what its checksum says' });
    await saveFile(database, id, file({ rows: 744 }));
    await saveFile(database, id, refused);
    expect(archiveWitness((await stored()) ?? [])).toEqual({
      files: 1,
      rows: 744,
      refused: [refused],
    });
  });
});
