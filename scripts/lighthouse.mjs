// npm run lighthouse: Lighthouse on every page, on its slow profile. `-- --help` lists the options.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { askedOptions } from './set-up/asked-options.mjs';
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { freePort } from './set-up/free-port.mjs';
import { setUp } from './set-up/set-up.mjs';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const SETTLE_MS = 60_000;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PAGES = [
  '/',
  '/markets',
  '/markets/bybit/BTCUSDT',
  '/funding',
  '/funding/BTC',
  '/explorer',
  '/opportunities',
  '/decision',
  '/decision/evidence',
  '/desk',
  '/backtest',
  '/system',
];

const HELP = `npm run lighthouse -- [--runs <n>] [address]

Measures every page with Lighthouse, on its slow profile, and prints a line for each: the scores of the median run, what they
stand on, and the load of the machine. Needs Chromium (CHROME_PATH, else /usr/bin/chromium); takes ${LIGHTHOUSE} from npm.

  --runs <n>   of each page (default 3)
  address      of a running stack, such as http://127.0.0.1:8080 (default: one is started, on recorded data)`;

const { runs, positionals } = askedOptions(
  'npm run lighthouse',
  HELP,
  { runs: { type: 'number', default: 3 } },
  1,
);
const stack = positionals[0] === undefined ? await startStack() : undefined;
const address = positionals[0] ?? stack.address;
try {
  console.log('page, then of the median run: scores, ms until painted, until the largest paint,');
  console.log('blocked, layout shift, kB; all scores of performance, and the load of the machine');
  for (const page of PAGES) console.log(await measured(page, runs));
} finally {
  await stack?.stop();
}

/** A line of the table. */
async function measured(page, runs) {
  const reports = [];
  for (let tries = 0; reports.length < runs && tries < 2 * runs; tries++) {
    const made = await report(page);
    if (made) reports.push(made);
  }
  if (reports.length < runs) return `${page}  could not be measured`;
  reports.sort((a, b) => score(a, 'performance') - score(b, 'performance'));
  const median = reports[Math.floor(reports.length / 2)];
  const value = (audit) => median.audits[audit].numericValue;
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'];
  return [
    page.padEnd(24),
    ...CATEGORIES.map((category) => `${category} ${score(median, category)}`),
    times.map((audit) => Math.round(value(audit))).join(' '),
    value('cumulative-layout-shift').toFixed(3),
    `${Math.round(value('total-byte-weight') / 1000)} kB`,
    `[${reports.map((one) => score(one, 'performance')).join(' ')}]`,
    `load ${loadavg()[0].toFixed(1)}`,
  ].join('  ');
}

/** Undefined where Lighthouse lost its own trace, as it does on a busy machine. */
async function report(page) {
  const made = promisify(execFile)(
    'npx',
    [
      ...['--yes', LIGHTHOUSE, address + page, '--output=json', '--quiet'],
      `--only-categories=${CATEGORIES.join(',')}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    {
      env: { CHROME_PATH: '/usr/bin/chromium', ...process.env },
      maxBuffer: 100_000_000,
    },
  );
  try {
    return JSON.parse((await made).stdout);
  } catch ({ stderr, message }) {
    console.log(`${page}: ${String(stderr ?? message).trim()}`);
    return undefined;
  }
}

function score({ categories }, category) {
  return Math.round(categories[category].score * 100);
}

/** The stack as npm start brings it up, on ports and a NATS of its own, with four exchanges and three days of the desk's past. */
async function startStack() {
  await setUp();
  await ensureNatsServer();
  const { startNats } = await import('../libs/testing/dist/start-nats.js');
  const nats = await startNats();
  const folder = mkdtempSync(join(tmpdir(), 'fullcarry-lighthouse-'));
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const names = ['port', 'replay-port', 'metrics-port', 'desk-metrics-port'];
  const child = spawn(
    process.execPath,
    [
      ...['scripts/start.mjs', '--data', folder, '--days-back', '3'],
      ...['--replay-apis', 'bybit,binanceusdm,okx,hyperliquid'],
      ...names.flatMap((name, index) => [`--${name}`, String(ports[index])]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NATS_URL: nats.url } },
  );
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    await nats.close();
    rmSync(folder, { recursive: true });
  };
  let isOpen = false;
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    isOpen = line.startsWith('Open http');
    if (isOpen) break;
  }
  if (!isOpen) {
    await stop();
    throw new Error('The stack did not start');
  }
  child.stdout.resume();
  // The other exchanges' history comes in behind the first one's: pages are measured at rest.
  await setTimeout(SETTLE_MS);
  return { address: `http://127.0.0.1:${ports[0]}`, stop };
}
