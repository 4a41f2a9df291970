import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../bundle/main.js', import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  /** Line by line. */
  readonly stderr: readonly string[];
}

/** The built command line as a process of its own, without a terminal. */
export async function runCli(
  args: readonly string[],
  options: { environment?: Record<string, string>; folder?: string } = {},
): Promise<CliRun> {
  if (!existsSync(main)) throw new Error(`${main} is not there: build first (npm test does)`);
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr: stderr.split('\n').filter((line) => line !== '') };
}
