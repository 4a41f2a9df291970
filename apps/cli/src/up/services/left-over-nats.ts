import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processCommand } from './process-command.js';

const LONGEST_STOP_MS = 5_000;

/** The NATS store and the file in which nats-server writes its process number. */
export function natsFiles(folder: string): { store: string; pid: string } {
  return { store: join(folder, 'nats'), pid: join(folder, 'nats-server.pid') };
}

/**
 * Ends the nats-server of this data folder that a copy which was killed left behind: the store belongs to
 * one server. Only a process that is nats-server and works on this store is touched.
 *
 * Returns the number of the process that was ended.
 */
export async function endLeftOverNats(folder: string): Promise<number | undefined> {
  const files = natsFiles(folder);
  if (!existsSync(files.pid)) return undefined;
  const pid = Number(readFileSync(files.pid, 'utf8'));
  const command = isAlive(pid) ? processCommand(pid) : undefined;
  const isOurs = command?.includes('nats-server') === true && command.includes(files.store);
  if (isOurs) await end(pid);
  rmSync(files.pid, { force: true });
  return isOurs ? pid : undefined;
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const untilMs = Date.now() + LONGEST_STOP_MS;
  while (isAlive(pid) && Date.now() < untilMs) await sleep(50);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
