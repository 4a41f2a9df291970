import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../scripts/drill/main.mjs', import.meta.url));

/** A seed that once failed is added here, with what it found. */
const SEEDS = ['1'];

it.each(SEEDS)(
  'a history that is broken on purpose is the same in the end (npm run drill -- --seed %s)',
  async (seed) => {
    const args = [main, '--seed', seed, '--services', 'fetchers', '--trials', '3'];
    const drill = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => drill.once('close', resolve));
    const [printed, errors, code] = await Promise.all([
      text(drill.stdout),
      text(drill.stderr),
      ended,
    ]);
    expect({ code, printed, errors }).toEqual({
      code: 0,
      printed: expect.stringContaining('1 of 1 drills passed'),
      errors: '',
    });
  },
  300_000,
);
