// Everything that stands between a fresh clone and a running program, in plain Node: nothing is installed yet.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleApps, bundleInputs } from './bundle.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const PNPM = 'pnpm@12.21.0';
let print = (line) => process.stdout.write(`${line}\n`);
const stamps = join(root, 'node_modules', '.fullcarry');

/** Installs, generates and builds what is not up to date; says what it does and why it takes its time. */
export async function setUp(out = process.stdout) {
  print = (line) => out.write(`${line}\n`);
  refuseWrongNode();
  await once('install', installInputs(), 'Installing packages', install);
  await once('generate', generateInputs(), 'Taking the migrations into the code', generate);
  await step('Building', () => run(process.execPath, ['node_modules/ts7/bin/tsc', '-b']));
  await bundle();
  await once('dashboard', dashboardInputs(), 'Building the dashboard', buildDashboard);
}

/** Bundles the apps anew when anything that was built changed. */
export async function bundle() {
  const inputs = [
    ...bundleInputs(root),
    join(root, 'scripts/set-up/bundle.mjs'),
    join(root, 'pnpm-lock.yaml'),
  ];
  await once('bundles', inputs, 'Bundling the services', () => bundleApps(root));
}

function refuseWrongNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  // From 24.19 on, better-sqlite3 12 ends the process when a statement is collected (its issue 1515).
  const isNew = major > 24 || (major === 24 && minor >= 19);
  if (!isOld && !isNew) return;
  const why = isOld ? 'is too old' : 'crashes in better-sqlite3';
  console.error(`Node ${process.versions.node} ${why}: install Node 22.`);
  process.exit(1);
}

function installInputs() {
  const manifests = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name, 'package.json')),
  );
  return [
    join(root, 'package.json'),
    join(root, 'pnpm-lock.yaml'),
    join(root, 'pnpm-workspace.yaml'),
    join(root, 'bench/package.json'),
    ...manifests.filter(existsSync),
  ];
}

async function install() {
  const env = { ...process.env };
  // pnpm ignores npm's nodedir; where Node's own headers are installed, nothing has to be downloaded.
  const prefix = resolve(dirname(process.execPath), '..');
  if (existsSync(join(prefix, 'include/node/node.h'))) env.npm_config_nodedir = prefix;
  print(
    '  one or two minutes the first time: better-sqlite3 is compiled where no binary can be had',
  );
  await run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], { env });
}

function generateInputs() {
  return readdirSync(join(root, 'prisma'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.prisma') || name.endsWith('.sql'))
    .map((name) => join(root, 'prisma', name))
    .concat(join(root, 'libs/history/generate.mjs'), join(root, 'pnpm-lock.yaml'));
}

async function generate() {
  await run('npx', ['--yes', PNPM, '--filter', '@fullcarry/history', 'run', 'generate']);
}

/** The page, and the libs that are bundled with it. */
function dashboardInputs() {
  const files = [
    'apps/dashboard/src',
    'apps/dashboard/public',
    'libs/domain/src',
    'libs/contracts/src',
  ]
    .map((folder) => join(root, folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
    )
    .filter((file) => statSync(file).isFile());
  const own = [
    'index.html',
    'package.json',
    'vite.config.mjs',
    'page-files.mjs',
    'compressed-files.mjs',
  ];
  return [
    ...files,
    ...own.map((name) => join(root, 'apps/dashboard', name)),
    join(root, 'pnpm-lock.yaml'),
  ];
}

async function buildDashboard() {
  const cwd = join(root, 'apps/dashboard');
  await run(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { cwd });
}

/** Runs the work when one of its input files changed since it last succeeded. */
async function once(name, inputs, title, work) {
  const hash = createHash('sha256').update(process.version);
  for (const file of inputs.sort()) hash.update(file).update(readFileSync(file));
  const digest = hash.digest('hex');
  const stamp = join(stamps, name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  await step(title, work);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
}

async function step(title, work) {
  const startedMs = Date.now();
  if (title !== 'Building') print(`${title} …`);
  await work();
  const seconds = (Date.now() - startedMs) / 1000;
  if (seconds > 3) print(`${title}: done in ${Math.round(seconds)} s`);
}

/** Runs a command quietly; when it fails, shows the end of what it printed and stops. */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    child.on('error', (error) => stop(command, args, error.message));
    child.on('close', (code) => (code === 0 ? done() : stop(command, args, printed)));
  });
}

function stop(command, args, printed) {
  console.error(printed.split('\n').slice(-40).join('\n'));
  console.error(
    `This failed: ${command} ${args.join(' ')}\nNothing was lost; run it again once that is mended.`,
  );
  process.exit(1);
}

/** Whether a program can be called by its name. */
export function onPath(program, flag = '--version') {
  try {
    execFileSync(program, [flag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
