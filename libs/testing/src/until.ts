import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until there is something to see; the test's own time-out ends it when there never is. */
export async function until<Seen>(read: () => Promise<Seen | undefined>): Promise<Seen> {
  for (;;) {
    const seen = await read();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
}
