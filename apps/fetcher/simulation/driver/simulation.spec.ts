import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(
  new URL('../../dist/simulation/driver/simulate-main.js', import.meta.url),
);

/** A spec has the time for these; `npm run simulate -- --seeds 1000` plays as many as wanted. */
const SEEDS = 30;

it('a history that is kept of a living exchange is never called proven while it is not true, and is proven in the end', async () => {
  const args = [MAIN, '--seeds', String(SEEDS), '--days', '4'];
  // A seed that fails ends it with its time-line, and with exit code 1.
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout.trim().split('\n').at(-1)).toBe(`${SEEDS} passed, 0 failed`);
}, 900_000);
