import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseDatabase } from './choose-database.js';

describe('The database of a command', () => {
  let temp: TempFolder;
  const write = (name: string, atSeconds: number) => {
    const path = join(temp.path, 'data', name);
    writeFileSync(path, '');
    utimesSync(path, atSeconds, atSeconds);
    return path;
  };

  beforeEach(() => {
    temp = tempFolder();
    mkdirSync(join(temp.path, 'data'));
  });
  afterEach(() => temp.remove());

  it('is the one that was named, before that of the environment', () => {
    const environment = { DATABASE_URL: 'postgresql://127.0.0.1/b' };
    const named = chooseDatabase('postgresql://127.0.0.1/a', environment, temp.path);
    expect(named).toEqual({ url: 'postgresql://127.0.0.1/a', remark: undefined });
    expect(chooseDatabase(undefined, environment, temp.path).url).toBe('postgresql://127.0.0.1/b');
  });

  it('is the one that was written last where none is named, and that is said', () => {
    write('replay.db', 100);
    const live = write('fullcarry.db', 200);
    expect(chooseDatabase(undefined, { DATABASE_URL: ' ' }, temp.path)).toEqual({
      url: `file:${live}`,
      remark: 'Database: data/fullcarry.db, the one written last here',
    });
    // A fetcher that runs writes to the log beside the file first.
    write('replay.db-wal', 300);
    expect(chooseDatabase(undefined, {}, temp.path).remark).toContain('data/replay.db');
  });

  it('is not made by reading: one that is not there is refused', () => {
    const path = join(temp.path, 'none.db');
    expect(() => chooseDatabase(`file:${path}`, {}, temp.path)).toThrow(
      `There is no database at ${path}`,
    );
    expect(() => chooseDatabase(undefined, {}, temp.path)).toThrow('run npm start first');
  });
});
