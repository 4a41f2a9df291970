import { join } from 'node:path';
import { packageFolder } from '@fullcarry/platform/service/package-folder';
import { ChildService } from './child-service.js';
import { ServiceEndedError } from './service-failures.js';

const apps = join(packageFolder(import.meta.dirname), '..');

/** What runs: services in the order in which they were started, and how to reach them. */
export class Stack {
  natsUrl = '';
  databaseUrl = '';
  private isStopping = false;
  private readonly services: ChildService[] = [];
  private readonly ending = new Set<ChildService>();
  private readonly closers: (() => Promise<void>)[] = [];
  private break: (why: Error) => void = () => undefined;
  private readonly broken = new Promise<never>((_, reject) => (this.break = reject));

  constructor(readonly folder: string) {
    // It may break while nobody waits; whoever waits next hears of it.
    this.broken.catch(() => undefined);
  }

  get wasStarted(): boolean {
    return this.services.length > 0;
  }

  get logFolder(): string {
    return join(this.folder, 'logs');
  }

  /** Starts one of the apps as a process of its own. */
  startApp(
    name: string,
    args: readonly string[],
    environment: Record<string, string>,
  ): ChildService {
    return this.add(
      ChildService.start({
        name,
        command: process.execPath,
        args: [join(apps, name, 'bundle/main.js'), ...args],
        environment: { LOG_FORMAT: 'json', ...environment },
        logFile: join(this.logFolder, `${name}.log`),
        isNode: true,
      }),
    );
  }

  add(service: ChildService): ChildService {
    this.services.push(service);
    void service.ended.then((how) => {
      if (!this.isStopping && !this.ending.has(service)) this.interrupt(endedError(service, how));
    });
    return service;
  }

  /** Stops one service; the others go on. */
  async end(service: ChildService): Promise<void> {
    this.ending.add(service);
    await service.stop();
  }

  /** Called before the services stop, the last one first. */
  beforeStop(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** Ends every wait of `whileWhole` with the error. */
  interrupt(why: Error): void {
    this.break(why);
  }

  /** The work's result; throws as soon as a service ends by itself or the stack is interrupted. */
  whileWhole<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.broken]);
  }

  /** Stops the services, the last one first: the exchange and the bus outlive those who use them. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const close of this.closers.reverse()) await close();
    for (const service of this.services.reverse()) await service.stop();
  }
}

function endedError(service: ChildService, how: string): ServiceEndedError {
  return new ServiceEndedError(
    `${service.name} ended by itself (${how}). ${service.lastLines()}\nIts log: ${service.logFile}`,
  );
}
