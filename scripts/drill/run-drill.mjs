import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../set-up/set-up.mjs';
import { seeded } from './seeded.mjs';
import { END_MS, NOW_MS, Stack } from './stack.mjs';
import { STEP_MS } from './trials.mjs';

/** Lines that nobody should ever read: a stack of a surprise, or a lock that somebody had to hear of. */
const SURPRISE = /unhandled|uncaught|^\s+at .*\.[cm]?js:\d+/i;
const LOUD = /"level":[3456]0/;
const LOCKED = /SQLITE_BUSY|database is locked/i;

/** The certificate that the data has when nothing goes wrong. */
export async function undisturbed(options) {
  const stack = await Stack.start({ ...options, services: 'fetchers' });
  let sha256;
  try {
    await stack.moveClock(END_MS);
    sha256 = await inTheEnd(stack);
  } finally {
    await stack.close(sha256 === undefined);
  }
  if (sha256 === undefined) {
    throw new Error(`Even undisturbed the history was not proven; the logs are in ${stack.folder}`);
  }
  return sha256;
}

/** One drill; what went wrong is in `faults`. */
export async function runDrill(seed, expected, options) {
  const startedMs = performance.now();
  const random = seeded(seed);
  const stack = await Stack.start(options);
  const choice = options.choice.filter(({ needs }) => !needs || stack.of(needs).length > 0);
  const rows = [];
  const faults = [];
  let breaches = 0;
  try {
    // Some drills begin in the middle of the backfill, some after it.
    if (random.between(0, 1) === 1) await stack.until(() => provenAt(stack, NOW_MS), 30_000);
    else await sleep(random.between(500, 4_000));
    for (let i = 0; i < options.trials; i += 1) {
      const trial = random.pick(choice);
      const why = trial.skipped?.(stack);
      if (why !== undefined) {
        rows.push([trial.done, trial.expected, `skipped: ${why}`]);
        continue;
      }
      if (stack.nowMs + STEP_MS < END_MS) await stack.moveClock(stack.nowMs + STEP_MS);
      breaches += await breachesOf(stack);
      const happened = await trial.run(stack, random);
      await sleep(random.between(0, 2_000));
      const ended = stack.services.filter(({ surprises }) => surprises.length > 0);
      for (const service of ended) {
        if (!trial.mayEnd)
          faults.push(`${service.name} ended (${service.surprises}) after: ${trial.done}`);
        service.surprises.length = 0;
      }
      stack.startDead();
      rows.push([trial.done, trial.expected, happened]);
    }
    await stack.moveClock(END_MS);
    const found = await inTheEnd(stack);
    rows.push(['in the end', expected.slice(0, 16), found?.slice(0, 16) ?? 'not proven']);
    if (found !== expected) faults.push(`The certificate is ${found}, not ${expected}`);
    const verified = verify(stack);
    if (verified !== undefined) faults.push(verified);
    breaches += await breachesOf(stack);
    if (breaches > 0) faults.push(`The exchange's limit was broken ${breaches} times`);
    faults.push(...stack.services.flatMap(loudLines));
    for (const { name, surprises } of stack.services) {
      if (surprises.length > 0) faults.push(`${name} ended (${surprises})`);
    }
  } catch (error) {
    faults.push(String(error?.stack ?? error));
  } finally {
    await stack.close(options.keep || faults.length > 0);
  }
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return { rows, faults, seconds, folder: stack.folder };
}

/** The certificate once all that the exchange has at the end is proven. */
export function inTheEnd(stack) {
  return stack.until(async () => {
    await stack.sync();
    return provenAt(stack, END_MS);
  });
}

export async function provenAt(stack, nowMs) {
  const ready = await stack.retained('data.ready');
  return ready !== undefined && ready.atMs >= nowMs ? ready.datasetSha256 : undefined;
}

/** Those since the last reading, or since the exchange was started. */
async function breachesOf(stack) {
  const { breaches, banned } = await stack.control('GET', '/stats');
  const before = stack.breachesSeen;
  stack.breachesSeen = breaches + banned;
  return Math.max(0, breaches + banned - before);
}

/** The rows themselves, read by a program of its own. */
export function verify({ databaseUrl }) {
  const cli = join(root, 'apps/cli/bundle/main.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'verify', '--database', databaseUrl],
    { encoding: 'utf8' },
  );
  return status === 0 ? undefined : `verify: ${stdout}${stderr}`;
}

export function loudLines(service) {
  const lines = service
    .lines()
    .filter((line) => SURPRISE.test(line) || (LOUD.test(line) && LOCKED.test(line)));
  return lines.slice(0, 3).map((line) => `${service.name} said: ${line.slice(0, 300)}`);
}
