// Packs one app for its image: its bundle and the packages that are not in it, without what only a developer needs.
// Usage: node deploy/image/pack-service.mjs <app> <empty folder>, after `npm run setup`.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { PNPM, root } from '../../scripts/set-up.mjs';

const [app, folder] = process.argv.slice(2);
if (!app || !folder) {
  console.error('Usage: node deploy/image/pack-service.mjs <app> <empty folder>');
  process.exit(2);
}
const target = resolve(folder);
const deploy = ['--filter', `@fullcarry/${app}`, 'deploy', '--prod', target];
execFileSync('npx', ['--yes', PNPM, ...deploy], { cwd: root, stdio: 'inherit' });

/** Paths inside the packed folder that no service reads. What is left out must not be needed at run time. */
const NEEDLESS = [
  // What the bundle was made from.
  /^(bench|dist|simulation|src|test)\//,
  /^tsconfig\.json$/,
  /^pnpm-(lock|workspace)\.yaml$/,
  // For compilers, editors and readers.
  /\.(d\.[cm]?ts|map|tsbuildinfo)$/,
  /\/(README|CHANGELOG|HISTORY)\.md$/i,
  /\/node_modules\/\.bin\//,
  // What SQLite was compiled from.
  /\/better-sqlite3\/(deps|src)\//,
  /\/better-sqlite3\/build\/(?!Release\/better_sqlite3\.node$)/,
];

const sizes = { packed: 0, leftOut: 0 };
sweep(target);
const mib = (size) => `${Math.round(size / 1024 / 1024)} MiB`;
console.log(`${app}: ${mib(sizes.packed)} packed, ${mib(sizes.leftOut)} left out`);

/** Removes what is needless; says whether anything is left. Links are kept and not followed. */
function sweep(folder) {
  let isEmpty = true;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() ? sweep(path) : entry.isFile() && isNeedless(path))
      rmSync(path, { recursive: true });
    else isEmpty = false;
  }
  return isEmpty;
}

function isNeedless(path) {
  const { size } = statSync(path);
  const found = NEEDLESS.some((pattern) => pattern.test(relative(target, path)));
  sizes[found ? 'leftOut' : 'packed'] += size;
  return found;
}
