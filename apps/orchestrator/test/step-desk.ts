import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { closeLater, type World } from './stepped-world.js';

const main = fileURLToPath(new URL('../dist/step-desk-main.fixture.js', import.meta.url));

export interface Stepped {
  readonly report: DeskCycle;
  /** How many moments the cycle had at which a desk can be killed. */
  readonly calls: number;
}

/** A desk in a process of its own that cycles when it is told; when it is killed, the next one takes over. */
export class StepDesk {
  kills = 0;
  private epoch = 0;
  private current: ChildProcess | undefined;
  /** Started ahead, so that a kill does not cost a start. */
  private next: ChildProcess;

  constructor(
    private readonly world: World,
    private readonly settings: object,
    private readonly environment: Readonly<Record<string, string>> = {},
  ) {
    this.next = this.spawn();
    closeLater(() => this.end());
  }

  /** The first process has asked all that it asks at its start. */
  async started(): Promise<void> {
    await ready.get(this.next);
  }

  /**
   * One cycle at the clock's instant. `dieAtCalls`: at which call the first desk is killed, the second, and
   * so on; what is left is done by a desk that lives.
   */
  async cycle(dieAtCalls: readonly number[] = []): Promise<Stepped> {
    for (const dieAtCall of dieAtCalls) {
      const stepped = await this.step(dieAtCall);
      if (stepped) return stepped;
      this.kills += 1;
    }
    const stepped = await this.step(0);
    if (!stepped) throw new Error('The desk ended by itself');
    return stepped;
  }

  async end(): Promise<void> {
    for (const child of [this.current, this.next]) {
      if (child?.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }

  /** Undefined when it was killed. */
  private async step(dieAtCall: number): Promise<Stepped | undefined> {
    if (!this.current) {
      this.current = this.next;
      this.next = this.spawn();
      this.epoch += 1;
    }
    const child = this.current;
    const exit = once(child, 'exit');
    await Promise.race([ready.get(child), exit]);
    const answer = once(child, 'message');
    child.send({ epoch: this.epoch, dieAtCall });
    const [message]: unknown[] = await Promise.race([answer, exit]);
    if (child.signalCode === 'SIGKILL') {
      this.current = undefined;
      return undefined;
    }
    if (!isStepped(message)) throw new Error(`The desk said ${JSON.stringify(message)}`);
    return message;
  }

  private spawn(): ChildProcess {
    const child = fork(main, [], {
      env: {
        PATH: process.env.PATH,
        SETTINGS: JSON.stringify(this.settings),
        ...this.world,
        ...this.environment,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    ready.set(child, once(child, 'message'));
    return child;
  }
}

const ready = new WeakMap<ChildProcess, Promise<unknown>>();

function isStepped(message: unknown): message is Stepped {
  return typeof message === 'object' && message !== null && 'report' in message;
}
