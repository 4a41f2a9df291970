import { openDatabase } from '@fullcarry/history/database/open-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillProvenDatabase } from '../filled-database.fixture.js';
import { runCli } from '../run-cli.fixture.js';

describe('backup', () => {
  let temp: TempFolder;
  let live: string;
  let copy: string;
  const backUp = () => runCli(['backup', '--database', `file:${live}`, '--to', copy]);
  const datasetOf = async (path: string) => {
    const { code, stdout } = await runCli(['verify', '--json', '--database', `file:${path}`]);
    return { code, sha256: JSON.parse(stdout).datasets[0].stored };
  };

  beforeEach(async () => {
    temp = tempFolder();
    live = join(temp.path, 'live.db');
    copy = join(temp.path, 'copy.db');
    const database = await openDatabase(`file:${live}`);
    await fillProvenDatabase(database);
    await database.close();
  });
  afterEach(() => temp.remove());

  it('copies what was committed while a writer is at work, and the restored copy has the same certificate', async () => {
    const before = await datasetOf(live);
    const database = await openDatabase(`file:${live}`);
    const run = await database.transaction(async (tx) => {
      await tx.execute('DELETE FROM candle');
      return backUp();
    });
    await database.close();
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Backed up .*MiB\)\n$/) });

    rmSync(`${live}-wal`, { force: true });
    rmSync(`${live}-shm`, { force: true });
    copyFileSync(copy, live);
    expect(before.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await datasetOf(live)).toEqual({ code: 0, sha256: before.sha256 });
  });

  it('overwrites nothing', async () => {
    writeFileSync(copy, 'the only copy');
    const { code, stderr } = await backUp();
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('is there already')]);
  });

  it('leaves nothing behind when the file is no database', async () => {
    writeFileSync(live, 'Dear Sir or Madam, '.repeat(100));
    const { code, stderr } = await backUp();
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('not an SQLite database')]);
    expect(existsSync(copy)).toBe(false);
    expect(readdirSync(temp.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
