import { RunningApp } from '@fullcarry/testing/start-app';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { atTheEnd, closeStages, Stage, traces, undisturbed } from './stage.js';

const MAIN = join(import.meta.dirname, '../../bundle/main.js');

/** Room for the tables and a part of the rows. */
const ROOM_KB = 400;

interface Way {
  readonly name: string;
  readonly logs: string;
  /** Starts a fetcher without room in the folder; returns it and how to make room. */
  readonly start: (stage: Stage, folder: string) => { fetcher: RunningApp; makeRoom: () => void };
}

const FILE_MAY_NOT_GROW: Way = {
  name: 'may not write a longer file',
  logs: 'The disk failed while the database was used; what was committed is kept',
  start: (stage, folder) => {
    // In blocks of 512 bytes.
    const limited = ['-c', `ulimit -f ${ROOM_KB * 2}; exec "$0" "$@"`, process.execPath, MAIN];
    const env = { PATH: process.env['PATH'], ...environmentIn(stage, folder) };
    const fetcher = new RunningApp(
      spawn('sh', limited, { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    atTheEnd(() => fetcher.stop('SIGKILL'));
    return { fetcher, makeRoom: () => undefined };
  },
};

const DISK_IS_FULL: Way = {
  name: 'finds the disk full',
  logs: 'The disk is full; what was committed is kept. Make room and start again',
  start: (stage, folder) => {
    mountSmall(folder);
    atTheEnd(() => execFileSync('umount', [folder]));
    return {
      fetcher: stage.startFetcher(environmentIn(stage, folder)),
      makeRoom: () => execFileSync('mount', ['-o', 'remount,size=100m', folder]),
    };
  },
};

/** Only root may mount a small disk. */
const WAYS = mayMount() ? [FILE_MAY_NOT_GROW, DISK_IS_FULL] : [FILE_MAY_NOT_GROW];

describe('a fetcher that', () => {
  afterEach(closeStages);

  it.each(WAYS)(
    '$name in the middle stops with one sentence, and completes when there is room',
    async (way) => {
      const certificate = await undisturbed();
      const stage = await Stage.open();
      const folder = tempFolder();
      atTheEnd(() => folder.remove());
      const { fetcher, makeRoom } = way.start(stage, folder.path);
      expect(await fetcher.ended()).toBe(1);
      const fatal = fetcher.lines.filter((line) => line.includes('"level":60'));
      expect(fatal).toHaveLength(1);
      expect(fatal[0]).toContain(way.logs);
      expect(traces(fetcher)).toEqual([]);
      expect(fetcher.lines.join()).not.toContain('The history is proven');
      makeRoom();
      const { ready } = await stage.readyFetcher(environmentIn(stage, folder.path));
      expect(ready.datasetSha256).toBe(certificate);
    },
  );
});

function environmentIn(stage: Stage, folder: string) {
  return { ...stage.environment, DATABASE_URL: `file:${join(folder, 'fullcarry.db')}` };
}

function mountSmall(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM_KB}k`, 'tmpfs', folder], {
    stdio: 'pipe',
  });
}

function mayMount(): boolean {
  const folder = tempFolder();
  try {
    mountSmall(folder.path);
    execFileSync('umount', [folder.path]);
    return true;
  } catch {
    return false;
  } finally {
    folder.remove();
  }
}
