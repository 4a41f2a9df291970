import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { LastLines } from '../watch/last-lines.js';

export interface ServiceCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Node services end by themselves when this process is gone. */
  readonly isNode: boolean;
}

/** How long a service may take to stop before it is ended. */
const LONGEST_STOP_MS = 6_000;

/**
 * One service as a process of its own, in a session of its own: a Ctrl+C reaches only this program, which
 * then stops its services in order. What it prints goes to its log file.
 */
export class ChildService {
  /** Resolves with how it ended: `exit code 1`, `SIGKILL`, or why it could not be started. */
  readonly ended: Promise<string>;
  private readonly lines = new LastLines();
  private isRunning = true;

  private constructor(
    readonly name: string,
    readonly logFile: string,
    private readonly child: ChildProcess,
  ) {
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.ended.then(() => (this.isRunning = false));
  }

  static start(service: ServiceCommand): ChildService {
    const log = newLog(service.logFile);
    const child = spawn(service.command, [...service.args], {
      detached: true,
      env: { ...process.env, ...service.environment },
      stdio: service.isNode ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    const started = new ChildService(service.name, service.logFile, child);
    for (const output of [child.stdout, child.stderr]) {
      if (!output) continue;
      createInterface({ input: output }).on('line', (line) => {
        log.write(`${line}\n`);
        started.lines.hear(line);
      });
    }
    void started.ended.then(() => log.end());
    return started;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What the service printed last, for the person who asks why it ended. */
  lastLines(): string {
    return this.lines.text();
  }

  /** The first message that the service sends to its parent. */
  firstMessage(): Promise<unknown> {
    return new Promise((resolve) => this.child.once('message', resolve));
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.child.kill('SIGTERM');
    const end = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_STOP_MS);
    await this.ended;
    clearTimeout(end);
  }
}

/** The log of this run; the one of the run before stays beside it. */
function newLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.before.log'));
  const log = createWriteStream(file);
  // A full disk costs the log, not the services: those say themselves what they can't store.
  log.on('error', () => undefined);
  return log;
}
