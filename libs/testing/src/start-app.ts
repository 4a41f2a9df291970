import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const apps = fileURLToPath(new URL('../../../apps/', import.meta.url));

export interface AppOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** One app as a real process, from its built files; what it prints is kept for the test to read. */
export class RunningApp {
  readonly lines: string[] = [];
  private readonly closed: Promise<unknown>;

  constructor(readonly process: ChildProcess) {
    const outputs = [process.stdout, process.stderr].filter((output) => output !== null);
    const ends = outputs.map((input) => {
      const reader = createInterface({ input }).on('line', (line) => this.lines.push(line));
      return new Promise((resolve) => reader.once('close', resolve));
    });
    // What it printed last may still be on its way when it is gone.
    this.closed = Promise.all([once(process, 'exit'), ...ends]);
  }

  /** The exit code; null when a signal ended it. */
  async ended(): Promise<number | null> {
    await this.closed;
    return this.process.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    return this.ended();
  }

  /** Resolves with the first line that holds the text; fails when the process ends without it. */
  async prints(text: string): Promise<string> {
    for (;;) {
      const line = this.lines.find((one) => one.includes(text));
      if (line !== undefined) return line;
      if (await Promise.race([this.closed.then(() => true), sleep(20, false)])) {
        throw new Error(`It ended without saying “${text}”:\n${this.lines.slice(-20).join('\n')}`);
      }
    }
  }
}

/** Starts `apps/<name>/bundle/main.js`; its first IPC message, where it sends one, is `message`. */
export function startApp(
  name: string,
  { args = [], environment = {} }: AppOptions = {},
): RunningApp {
  const main = join(apps, name, 'bundle/main.js');
  if (!existsSync(main)) throw new Error(`${main} is not there: build first (npm test does)`);
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_FORMAT: 'json', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return new RunningApp(child);
}

/** The URL that a started replay exchange sends when it listens; fails when it ends before. */
export async function urlOf(app: RunningApp): Promise<string> {
  const ended = app.ended().then((code): never => {
    throw new Error(
      `It ended with ${code} before it listened:\n${app.lines.slice(-20).join('\n')}`,
    );
  });
  const messages: unknown[] = await Promise.race([once(app.process, 'message'), ended]);
  const [message] = messages;
  if (typeof message === 'object' && message !== null && 'url' in message)
    return String(message.url);
  throw new Error('The app sent something else than its URL');
}
