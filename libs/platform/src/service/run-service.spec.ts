import { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const FIXTURE = join(import.meta.dirname, '../../dist/service/run-service.fixture.js');

let service: RunningApp | undefined;

function run(way: string): RunningApp {
  const child = spawn(process.execPath, [FIXTURE, way], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return (service = new RunningApp(child));
}

const logged = (app: RunningApp) =>
  app.lines.map((line) => (JSON.parse(line) as { msg: string }).msg);

afterEach(() => service?.stop('SIGKILL'));

describe('a service', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'closes what it opened and exits 0 on %s',
    async (signal) => {
      const app = run('stops well');
      await app.prints('Running');
      expect(await app.stop(signal)).toBe(0);
      expect(logged(app)).toEqual(['Running', 'Stopping', 'Closed', 'Stopped']);
    },
  );

  it('stops when the process that started it is gone', async () => {
    const app = run('stops well');
    await app.prints('Running');
    app.process.disconnect();
    expect(await app.ended()).toBe(0);
  });

  it('stops waiting for what it lacked at the start', async () => {
    const app = run('waits at the start');
    await app.prints('Running');
    expect(await app.stop()).toBe(0);
    expect(logged(app)).toEqual(['Running', 'Stopping', 'Stopped']);
  });

  it('that does not close in time is ended with 1', async () => {
    const app = run('never closes');
    await app.prints('Running');
    expect(await app.stop()).toBe(1);
    expect(logged(app).at(-1)).toContain('Did not stop in time');
  });

  it.each([
    ['can’t start', 'fails to start', 'It can’t be'],
    ['can’t close', 'fails to close', 'It won’t close'],
  ])('that %s ends with 1 and one sentence', async (_, way, sentence) => {
    const app = run(way);
    if (way === 'fails to close') {
      await app.prints('Running');
      app.process.kill('SIGTERM');
    }
    expect(await app.ended()).toBe(1);
    expect(logged(app).at(-1)).toBe(sentence);
    expect(app.lines.join()).not.toMatch(/\n\s+at /);
  });
});
