// npm run check: everything that must hold before a change lands, but the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedOptions } from './set-up/asked-options.mjs';

const HELP = `npm run check

Everything that must hold before a change lands, but the tests: import rule, policies, formatting, types, lint. A line for each;
stops at the first that fails, with what it said, and exits 1.`;

askedOptions('npm run check', HELP);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => join(root, 'node_modules', path);

/** The folders with sources: what was built and what was installed is not ours to judge. */
const sources = ['libs', 'apps']
  .filter((group) => existsSync(join(root, group)))
  .flatMap((group) => readdirSync(join(root, group)).map((room) => `${group}/${room}`))
  .flatMap((room) => [`${room}/src`, `${room}/test`, `${room}/simulation`])
  .filter((folder) => existsSync(join(root, folder)));

// The cheapest first, but types before lint: lint reads the libs' built types and is noisy without them.
const steps = [
  [
    'import rule',
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    ['--output-type', 'err-long', ...sources],
  ],
  ['policies', join(root, 'scripts/check/policies.mjs'), []],
  ['formatting', bin('prettier/bin/prettier.cjs'), ['--check', '.']],
  ['types', bin('ts7/bin/tsc'), ['-b']],
  [
    'lint',
    bin('eslint/bin/eslint.js'),
    ['.', '--max-warnings', '0', '--concurrency', 'auto', ...lintCache()],
  ],
];

/**
 * Lint knows types, so a file that did not change may be wrong because of one that did: CI reads them all.
 */
function lintCache() {
  if (process.env.CI) return [];
  return ['--cache', '--cache-strategy', 'content', '--cache-location', bin('.cache/eslint')];
}

for (const [name, script, args] of steps) {
  const startedAtMs = performance.now();
  const { status, error, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`✗ ${name} (${seconds} s)\n`);
    console.error(error ? error.message : [stdout, stderr].join('').trim());
    process.exit(1);
  }
  console.log(`✓ ${name} (${seconds} s)`);
}
