// Packs one app for its image: its bundle and the packages that are not in it, without what only a developer needs.
// Usage: node deploy/image/pack-service.mjs <app> <empty folder>, after `npm run setup`.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { IN_NODE_MODULES } from '../../scripts/set-up/bundle.mjs';
import { root } from '../../scripts/set-up/set-up.mjs';

const [app, folder] = process.argv.slice(2);
if (!app || !folder) {
  console.error('Usage: node deploy/image/pack-service.mjs <app> <empty folder>');
  process.exit(2);
}
const source = join(root, 'apps', app);
const target = resolve(folder);
mkdirSync(target, { recursive: true });
const manifest = manifestOf(source);
for (const own of ['bundle', 'package.json', 'recordings']) {
  if (existsSync(join(source, own)))
    cpSync(join(source, own), join(target, own), { recursive: true });
}
for (const name of IN_NODE_MODULES.filter((one) => one in (manifest.dependencies ?? {}))) {
  copyPackage(name, join(source, 'node_modules'));
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Copies a package and all that it depends on, each once; pnpm keeps what a package depends on beside it. */
function copyPackage(name, from) {
  const found = realpathSync(join(from, name));
  const copy = join(target, 'node_modules', name);
  const { version, dependencies = {} } = manifestOf(found);
  if (existsSync(copy)) {
    if (manifestOf(copy).version === version) return;
    throw new Error(`Two versions of ${name} can't stand in one folder`);
  }
  cpSync(found, copy, { recursive: true });
  const beside = found.slice(0, -name.length - 1);
  for (const other of Object.keys(dependencies)) copyPackage(other, beside);
}

/** Paths inside the packed folder that no service reads. What is left out must not be needed at run time. */
const NEEDLESS = [
  // For compilers, editors and readers.
  /\.(d\.[cm]?ts|map|tsbuildinfo)$/,
  /\/(README|CHANGELOG|HISTORY)\.md$/i,
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
