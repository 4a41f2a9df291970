import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftOverNats, natsFiles } from './left-over-nats.js';

describe('A nats-server that a killed copy left behind', () => {
  let temp: TempFolder;
  let left: ChildProcess | undefined;

  beforeEach(() => {
    temp = tempFolder();
  });
  afterEach(() => {
    left?.kill('SIGKILL');
    temp.remove();
  });

  it('is ended, so that its store can be used again', async () => {
    const { store, pid } = natsFiles(temp.path);
    left = spawn('nats-server', ['-js', '-sd', store, '-P', pid, '-a', '127.0.0.1', '-p', '-1']);
    const ended = once(left, 'exit');
    while (!existsSync(pid)) await sleep(20);

    expect(await endLeftOverNats(temp.path)).toBe(left.pid);
    await ended;
    expect(existsSync(pid)).toBe(false);
  });

  it('is not confused with another process that has its number by now', async () => {
    left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(left, 'spawn');
    writeFileSync(natsFiles(temp.path).pid, String(left.pid));

    expect(await endLeftOverNats(temp.path)).toBeUndefined();
    expect(left.exitCode ?? left.signalCode).toBeNull();
  });

  it('is not there after an orderly stop', async () => {
    expect(await endLeftOverNats(temp.path)).toBeUndefined();
  });
});
