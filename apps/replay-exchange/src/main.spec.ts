import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

/** As it is started in earnest: the built program, in a process of its own. */
const MAIN = fileURLToPath(new URL('../bundle/main.js', import.meta.url));

const run = promisify(execFile);
let child: ChildProcess | undefined;

beforeAll(() => {
  if (!existsSync(MAIN)) throw new Error('build first: tsc -b apps/replay-exchange');
});
afterEach(() => {
  child?.kill('SIGKILL');
});

async function start(): Promise<{ child: ChildProcess; url: string }> {
  child = fork(MAIN, ['--port', '0', '--symbols', 'BTCUSDT'], { stdio: 'ignore' });
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return { child, url: message.url };
}

/** Runs it to its end, and gives what it printed where. */
async function fails(...args: string[]): Promise<{ code: number; stderr: string }> {
  try {
    await run(process.execPath, [MAIN, ...args]);
  } catch (error) {
    return error as { code: number; stderr: string };
  }
  throw new Error('it did not fail');
}

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, then exits 0', async (signal) => {
    const { child: running, url } = await start();
    expect((await fetch(`${url}/v5/market/time`)).status).toBe(200);
    running.kill(signal);
    expect(await once(running, 'exit')).toEqual([0, null]);
  });

  it('exits when the process that started it is gone', async () => {
    const { child: running } = await start();
    running.disconnect();
    expect(await once(running, 'exit')).toEqual([0, null]);
  });

  it('says in one line which port is taken', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    expect(await fails('--port', port, '--symbols', 'BTCUSDT')).toMatchObject({
      code: 1,
      stderr: `port ${port} is taken\n`,
    });
  });

  it.each([
    [['--symbols', 'NOPEUSDT'], 'NOPEUSDT was not recorded'],
    [['--faults', 'gremlins'], 'all, none, or kinds from the list in --help are allowed'],
    [['--now', 'soon'], 'Epoch milliseconds or ISO 8601 is allowed'],
    [['--fault-rate', '2'], 'A number from 0 to 1 is allowed'],
  ])('refuses %j in one line', async (args, sentence) => {
    const { code, stderr } = await fails('--port', '0', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.trim()).not.toContain('\n');
  });

  it('explains every flag and every fault', async () => {
    const { stdout } = await run(process.execPath, [MAIN, '--help']);
    for (const term of ['--anchor', '--speed', '--faults-file', 'reset-mid-gzip', 'cursor-loop']) {
      expect(stdout).toContain(term);
    }
  });
});
