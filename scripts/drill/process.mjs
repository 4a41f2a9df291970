import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';

/** One program of the stack, which may be ended and started again; its log grows over all its lives. */
export class Program {
  constructor(name, command, args, environment, logFile, isNode = true) {
    Object.assign(this, { name, command, args, environment, logFile, isNode });
    this.log = createWriteStream(logFile, { flags: 'a' });
    this.isWanted = false;
    this.surprises = [];
  }

  start() {
    const { PATH, HOME } = process.env;
    this.isWanted = true;
    const child = spawn(this.command, this.args, {
      env: { PATH, HOME, ...this.environment },
      stdio: this.isNode ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    this.child = child;
    this.ended = once(child, 'exit').then(([code, signal]) => {
      if (this.child !== child) return;
      this.child = undefined;
      // A service whose disk is full ends with one sentence, and is started again by whoever runs it.
      if (this.isWanted) this.surprises.push(signal ?? `exit code ${code}`);
    });
    return child;
  }

  get isRunning() {
    return this.child !== undefined;
  }

  signal(name) {
    this.child?.kill(name);
  }

  async end(signal = 'SIGKILL') {
    this.isWanted = false;
    this.child?.kill(signal);
    await this.ended;
  }

  lines() {
    // Its first line may be on its way still.
    if (!existsSync(this.logFile)) return [];
    return readFileSync(this.logFile, 'utf8').split('\n');
  }
}
