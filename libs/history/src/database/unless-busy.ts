import { setTimeout as sleep } from 'node:timers/promises';
import { wholeMessage } from './database-unusable-error.js';

/** Longer than any transaction of ours, a backup or another program that reads. */
const LONGEST_MS = 60_000;
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 500;

/** SQLite's own words, and Prisma's for them: its migrations call it a time-out of a socket. */
const BUSY =
  /SQLITE_BUSY|SQLITE_LOCKED|database (table )?is locked|P1008|unknown variant `SocketTimeout`/i;

/**
 * Does the work, again and again for as long as another process writes to the same SQLite file. What a try
 * did is rolled back when it ends so. Errors: whatever the work throws; the last one after a minute.
 */
export async function unlessBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedMs = performance.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isOver = performance.now() - startedMs > LONGEST_MS;
      if (isOver || !BUSY.test(wholeMessage(error))) throw error;
      const mostMs = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** tries);
      // Those who wait should not all come back at the same moment.
      await sleep(mostMs * (0.5 + Math.random() / 2));
    }
  }
}
