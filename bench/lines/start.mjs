import { tempFolder } from '@fullcarry/testing/temp-folder';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/set-up/free-port.mjs';
import { round } from '../measure.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `npm start` when everything is built, on an empty folder: to the page's first news of the fetcher's work. */
export const start = {
  name: 'start',
  title: 'npm start, built before, to the first progress on the page',
  bar: '–',
  reference: 'node -e 0',
  run: async () => {
    const folder = tempFolder();
    const [page, replay, metrics, desk] = await Promise.all([1, 2, 3, 4].map(freePort));
    const startedAtMs = performance.now();
    const child = spawn(
      'npm',
      [
        ...['start', '--silent', '--', '--data', folder.path, '--port', page],
        ...['--replay-port', replay, '--metrics-port', metrics, '--desk-metrics-port', desk],
      ].map(String),
      { cwd: root, stdio: 'ignore', detached: true },
    );
    const ended = once(child, 'exit');
    try {
      const heard = await until(page, (status) => status.heardAtMs !== null);
      const firstSeconds = (performance.now() - startedAtMs) / 1_000;
      const ready = await until(page, (status) => status.state === 'ready');
      const readySeconds = (performance.now() - startedAtMs) / 1_000;
      const nodeMs = await emptyNode();
      return {
        value: `${round(firstSeconds)} s`,
        against: `${round(nodeMs / 1_000)} s`,
        ratio: round((firstSeconds * 1_000) / nodeMs, 0),
        note: `“${heard.state}” first, ready after ${round(readySeconds)} s with ${ready.totalRecords} rows`,
        details: { firstSeconds, readySeconds, nodeMs },
      };
    } finally {
      // npm passes no signal on: the whole group is told, as Ctrl+C tells it.
      process.kill(-child.pid, 'SIGINT');
      await ended;
      folder.remove();
    }
  },
};

async function until(port, isSo) {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/data-status`);
      const status = await response.json();
      if (response.ok && isSo(status)) return status;
    } catch {
      // It does not listen yet.
    }
    await sleep(25);
  }
}

async function emptyNode() {
  const startedAtMs = performance.now();
  await once(spawn(process.execPath, ['-e', '0']), 'exit');
  return performance.now() - startedAtMs;
}
