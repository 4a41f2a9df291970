// npm run release -- 0.2.0: a version in every package, its notes, one commit and one tag. `-- --help` says more.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedOptions } from './set-up/asked-options.mjs';

const HELP = `npm run release -- <version> [--dry-run]

Makes a release of what is committed.

  npm run release -- 0.2.0             sets the version of every package, dates the notes, checks, commits and tags
  npm run release -- 0.2.0 --dry-run   says what it would do, and changes nothing

Refuses where something is not committed, the tag is there, the version is not higher than the one of today, or
CHANGELOG.md has nothing under "Unreleased". Where npm run check fails, all files are as they were. It pushes nothing.`;

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const CHANGELOG = 'CHANGELOG.md';
const UNRELEASED = '## Unreleased\n';
const VERSION = /("version": ")([^"]+)(")/;

const { version, isDry } = asked();
const tag = `v${version}`;
const manifests = git('ls-files', 'package.json', '*/package.json').split('\n');
const before = currentVersion();
const notes = refuseUnlessReady();

console.log(`${before} → ${version} in ${manifests.length} package.json`);
console.log(`${CHANGELOG}: ${notes.split('\n- ').length} notes under ${version}`);
if (isDry) {
  console.log(`Would run npm run check, commit, and tag ${tag}. Nothing was changed.`);
} else {
  release();
}

function asked() {
  const options = { 'dry-run': { type: 'boolean', default: false } };
  const { positionals, 'dry-run': isDry } = askedOptions('npm run release', HELP, options, 1);
  const [version = ''] = positionals;
  if (/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) return { version, isDry };
  console.error('One version is needed, such as 0.2.0.\nnpm run release -- --help says more.');
  process.exit(2);
}

function currentVersion() {
  return VERSION.exec(readFileSync(join(root, 'package.json'), 'utf8'))[2];
}

/** Returns what is under "Unreleased". */
function refuseUnlessReady() {
  const notCommitted = git('status', '--porcelain');
  if (notCommitted !== '') refuse(`Something is not committed:\n${notCommitted}`);
  if (git('tag', '--list', tag) !== '') refuse(`The tag ${tag} is there already.`);
  if (!isHigher(version, before)) refuse(`${version} is not higher than ${before}.`);
  const [, after] = readFileSync(join(root, CHANGELOG), 'utf8').split(UNRELEASED);
  const notes = after?.split(/^## /m)[0].trim() ?? '';
  if (notes === '') refuse(`${CHANGELOG} has nothing under "Unreleased".`);
  return notes;
}

function isHigher(version, other) {
  const numbers = (text) => text.split('.').map(Number);
  const [mine, others] = [numbers(version), numbers(other)];
  const differing = mine.findIndex((number, i) => number !== others[i]);
  return differing >= 0 && mine[differing] > others[differing];
}

function release() {
  for (const name of manifests) {
    rewrite(name, (text) => text.replace(VERSION, `$1${version}$3`));
  }
  const today = new Date().toISOString().slice(0, 10);
  rewrite(CHANGELOG, (text) =>
    text.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${today}\n`),
  );
  try {
    execFileSync('npm', ['run', '--silent', 'check'], { cwd: root, stdio: 'inherit' });
  } catch {
    git('checkout', '--', ...manifests, CHANGELOG);
    refuse('npm run check failed; all files are as they were.');
  }
  git('commit', '--all', '--message', `Release ${version}`);
  git('tag', '--annotate', tag, '--cleanup=verbatim', '--message', `${version}\n\n${notes}`);
  console.log(`Committed and tagged ${tag}. To publish it: git push --follow-tags`);
}

function rewrite(name, change) {
  const file = join(root, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function refuse(why) {
  console.error(why);
  process.exit(1);
}
