import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError, lockDataFolder } from './data-folder-lock.js';

describe('The lock of a data folder', () => {
  let temp: TempFolder;
  let file: string;
  let other: ChildProcess | undefined;

  beforeEach(() => {
    temp = tempFolder();
    file = join(temp.path, 'fullcarry.lock');
  });
  afterEach(() => {
    other?.kill('SIGKILL');
    temp.remove();
  });

  it('holds the number of the process, and is gone when released', () => {
    const lock = lockDataFolder(temp.path);
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
    expect(lock.wasLeft).toBe(false);
    lock.release();
    expect(existsSync(file)).toBe(false);
  });

  it('makes the folder when it is not there', () => {
    const lock = lockDataFolder(join(temp.path, 'a', 'b'));
    expect(existsSync(join(temp.path, 'a', 'b', 'fullcarry.lock'))).toBe(true);
    lock.release();
  });

  it('is refused while the other copy runs, and taken over when it is gone', async () => {
    other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    writeFileSync(file, String(other.pid));
    expect(() => lockDataFolder(temp.path)).toThrow(
      `${file} is held by process ${other.pid}, another copy that runs`,
    );

    other.kill('SIGKILL');
    await once(other, 'exit');
    const lock = lockDataFolder(temp.path);
    expect(lock.wasLeft).toBe(true);
    lock.release();
  });

  it('is taken over from a number that another program has by now, or that was never written', () => {
    // Process 1 runs on every machine, and is no copy of this.
    for (const left of ['1', '']) {
      if (left === '1' && processOneIsNode()) continue;
      writeFileSync(file, left);
      lockDataFolder(temp.path).release();
    }
  });

  it('says which folder can’t be written, and why', () => {
    writeFileSync(join(temp.path, 'a-file'), '');
    const folder = join(temp.path, 'a-file', 'data');
    expect(() => lockDataFolder(folder)).toThrow(DataFolderError);
    expect(() => lockDataFolder(folder)).toThrow(`The data folder ${folder} can't be written: `);
  });
});

/** In a container the program itself may be the first process. */
function processOneIsNode(): boolean {
  return spawnSync('ps', ['-o', 'command=', '-p', '1'], { encoding: 'utf8' }).stdout.includes(
    'node',
  );
}
