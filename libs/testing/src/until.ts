import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until there is something to see; the test's own time-out ends it when there never is. */
export async function until<Seen>(look: () => Promise<Seen | undefined>): Promise<Seen> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
}
