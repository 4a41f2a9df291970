import { resolve } from 'node:path';
import { note, onBrokenOutput, print } from '../output/output.js';
import { lockDataFolder } from './services/data-folder-lock.js';
import { requireFreePorts } from './services/free-ports.js';
import { HistoryWatch } from './watch/history-watch.js';
import { endLeftOverNats } from './services/left-over-nats.js';
import { StopRequested } from './services/service-failures.js';
import { Stack } from './services/stack.js';
import { namesIn } from './services/start-services.js';
import { startTasks } from './services/start-tasks.js';
import type { UpOptions } from './up-options.js';
import { readySummary } from './watch/ready-summary.js';

/**
 * Starts the whole stack, shows how the history becomes ready, and runs until it is told to stop.
 *
 * Returns the exit code: 0 when it was told to stop, 1 when something failed; everything is stopped then.
 */
export async function up(options: UpOptions): Promise<number> {
  const stack = new Stack(resolve(options.data));
  stopWhenAsked(stack);
  const lock = lockDataFolder(stack.folder);
  try {
    await run(stack, options, lock.wasLeft);
    return 0;
  } catch (error) {
    const wasAsked = error instanceof StopRequested;
    if (wasAsked) await print('\nStopping …\n');
    else note(`${stack.wasStarted ? '\n' : ''}${reasonOf(error)}`);
    await stack.stop();
    if (stack.wasStarted) await print('Everything is stopped; what was stored is kept.\n');
    return wasAsked ? 0 : 1;
  } finally {
    lock.release();
  }
}

/** Never returns but by an error: what failed, or StopRequested. */
async function run(stack: Stack, options: UpOptions, wasLeft: boolean): Promise<void> {
  const ended = await endLeftOverNats(stack.folder);
  if (ended !== undefined) note(`Ended nats-server ${ended}, which a copy before had left behind`);
  await requireFreePorts(options, wasLeft);
  const named = options.exchange === 'replay' ? options.replayApis : options.exchange;
  const watch = new HistoryWatch(process.stdout.isTTY, namesIn(named));
  await startTasks(stack, options, watch);
  await print(readySummary(stack, options, watch.ready));
  watch.onNews((line) => {
    void print(`${new Date().toISOString().slice(11, 19)} UTC  ${line}\n`);
  });
  await stack.whileWhole(new Promise<never>(() => undefined));
}

/** Asked a second time it goes on stopping: each service gets its time, and none is left behind. */
function stopWhenAsked(stack: Stack): void {
  const stop = () => stack.interrupt(new StopRequested());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  onBrokenOutput(stop);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
