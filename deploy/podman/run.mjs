import { spawnSync } from 'node:child_process';

/** Runs a program to its end and returns what it printed. Errors: with the last lines of what it printed. */
export function run(command, args, options = {}) {
  const done = tryRun(command, args, options);
  if (done.code === 0) return done.stdout;
  const printed = `${done.stdout}\n${done.stderr}`.trim().split('\n').slice(-30).join('\n');
  throw new Error(`This failed (${done.code}): ${command} ${args.join(' ')}\n${printed}`);
}

/** The same for a program that may fail. */
export function tryRun(command, args, options = {}) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  if (done.error) throw new Error(`${command} can’t be run: ${done.error.message}`);
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}
