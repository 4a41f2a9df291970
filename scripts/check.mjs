// npm run check: everything that must hold before a change lands, but the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedOptions } from './set-up/asked-options.mjs';

const HELP = `npm run check

Everything that must hold before a change lands, but the tests: import rule, policies, formatting, types, lint. A line for each;
ends at the first that fails, with what it printed, and exits 1.`;

askedOptions('npm run check', HELP);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => join(root, 'node_modules', path);

/** The folders with sources: what was built and what was installed is not ours to judge. */
const sources = ['libs', 'apps']
  .filter((group) => existsSync(join(root, group)))
  .flatMap((group) => readdirSync(join(root, group)).map((room) => `${group}/${room}`))
  .flatMap((room) => [`${room}/src`, `${room}/test`, `${room}/simulation`])
  .filter((folder) => existsSync(join(root, folder)));

/** Lint reads the libs' built types, and is noisy without them. */
const types = ['types', bin('ts7/bin/tsc'), ['-b']];
/** More of them read the types again, each with a gigabyte of its own. */
const threads = String(Math.min(4, availableParallelism()));
/** All at once: each by itself leaves a core idle. */
const others = [
  [
    'import rule',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ['--output-type', 'err-long', ...sources],
  ],
  ['policies', join(root, 'scripts/check/policies.mjs'), []],
  ['formatting', bin('prettier/bin/prettier.cjs'), ['--check', '.']],
  [
    'lint',
    bin('eslint/bin/eslint.js'),
    ['.', '--max-warnings', '0', '--concurrency', threads, ...lintCache()],
  ],
];

/**
 * Lint knows types, so a file that did not change may be wrong because of one that did: CI reads them all.
 */
function lintCache() {
  if (process.env.CI) return [];
  return ['--cache', '--cache-strategy', 'content', '--cache-location', bin('.cache/eslint')];
}

await runAtOnce([types]);
await runAtOnce(others);

async function runAtOnce(steps) {
  const running = steps.map(start);
  for (const { ended } of running) {
    const { name, code, printed, seconds } = await ended;
    if (code === 0) {
      console.log(`✓ ${name} (${seconds} s)`);
      continue;
    }
    for (const { child } of running) child.kill();
    console.error(`✗ ${name} (${seconds} s)\n\n${printed.trim()}`);
    process.exit(1);
  }
}

function start([name, script, args]) {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => (printed += part));
  }
  const ended = once(child, 'close').then(([code]) => {
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    return { name, code, printed, seconds };
  });
  return { child, ended };
}
