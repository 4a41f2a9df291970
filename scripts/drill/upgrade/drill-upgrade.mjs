import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { freePort } from '../../set-up/free-port.mjs';
import { root } from '../../set-up/set-up.mjs';
import { inTheEnd, loudLines, provenAt, verify } from '../run-drill.mjs';
import { END_MS, HOUR_MS, NOW_MS, Stack } from '../stack.mjs';

const KINDS = ['fetcher', 'orchestrator', 'gateway'];

/** The upgrade step by step; every step says what is expected of it. `folder`: where the logs are. */
export async function drillUpgrade({ old, database, keep }, expected) {
  const stack = await Stack.start({ services: 'none', databaseUrl: database });
  const steps = [];
  const note = (what, isWell, detail) => steps.push({ what, isWell: Boolean(isWell), detail });
  let isWell = false;
  try {
    const before = await startVersion(stack, 'old', resolve(old));
    note('the old version proves the history', await proven(stack, NOW_MS));
    note('all of it is ready', await allReady(stack, before));

    const migrated = migrate(stack);
    note('the new version migrates under it', migrated.status === 0, lastLine(migrated));
    await stack.moveClock(NOW_MS + HOUR_MS);
    note('the old version goes on: the next hour is proven', await proven(stack, stack.nowMs));
    note('all of it is still ready', await allReady(stack, before));

    const late = await startService(stack, 'fetcher', 'old, late', resolve(old));
    const waits = await stack.until(async () => (await health(late)).includes('newer version'));
    note('one of the old version that starts now waits, and says so', waits && late.isRunning);

    const after = await startVersion(stack, 'new', root);
    await stack.moveClock(NOW_MS + 2 * HOUR_MS);
    note('both side by side: the next hour is proven', await proven(stack, stack.nowMs));
    const newer = after.filter(({ kind }) => kind !== 'orchestrator');
    note('all of both is ready', await allReady(stack, [...before, ...newer]));

    for (const service of [...before, late]) {
      service.signal('SIGTERM');
      service.isWanted = false;
    }
    const ended = await stack.until(() => [...before, late].every((one) => !one.isRunning), 20_000);
    note('the old version ends when it is told to', ended);
    note('all of the new version is ready', await allReady(stack, after));
    await stack.moveClock(END_MS);
    const found = await inTheEnd(stack);
    note('the certificate is that of the new version alone', found === expected, found);
    const fault = verify(stack);
    note('its rows are what the certificate says', fault === undefined, fault);
    const gone = stack.services.filter(({ surprises }) => surprises.length > 0);
    note('nobody ended by himself', gone.length === 0, gone.map(({ name }) => name).join(', '));
    const loud = stack.services.flatMap(loudLines);
    note('no log has a surprise in it', loud.length === 0, loud[0]);
    isWell = steps.every((step) => step.isWell);
  } finally {
    await stack.close(keep || !isWell);
  }
  return { steps, folder: stack.folder };
}

async function startVersion(stack, version, from) {
  const all = [];
  for (const kind of KINDS) {
    all.push(await startService(stack, kind, `${version} ${kind}`, from));
  }
  return all;
}

async function startService(stack, kind, label, from) {
  const port = await freePort();
  // Whose budget is one request every few seconds has rates that are as old.
  const environment = { METRICS_PORT: `${port}`, POLL_SECONDS: '5' };
  return Object.assign(await stack.startService(kind, label, { from, environment }), { port });
}

async function proven(stack, atMs) {
  return stack.until(async () => {
    await stack.sync();
    return provenAt(stack, atMs);
  });
}

function allReady(stack, services) {
  return stack.until(async () => (await Promise.all(services.map(isReady))).every(Boolean), 60_000);
}

async function isReady({ port, isRunning }) {
  if (!isRunning) return false;
  const response = await asked(port);
  return response?.ok === true;
}

async function health({ port }) {
  const response = await asked(port);
  return response === undefined ? '' : response.text();
}

async function asked(port) {
  try {
    return await fetch(`http://127.0.0.1:${port}/health/ready`);
  } catch {
    // It does not listen yet, or not any more.
    return undefined;
  }
}

function migrate({ databaseUrl }) {
  const cli = join(root, 'apps/cli/bundle/main.js');
  const environment = { ...process.env, DATABASE_URL: databaseUrl };
  return spawnSync(process.execPath, [cli, 'migrate'], { encoding: 'utf8', env: environment });
}

function lastLine({ stdout, stderr }) {
  return `${stdout}${stderr}`.trim().split('\n').at(-1);
}
