import type { Member } from './budget-table.js';

interface Sighting {
  readonly beat: number;
  readonly sinceMs: number;
}

/** Since when each of the others has written nothing new, by this process's own monotonic clock. */
export class Sightings {
  private readonly seen = new Map<string, Sighting>();

  see(others: readonly Member[]): void {
    const nowMs = performance.now();
    for (const { id, beat } of others) {
      if (this.seen.get(id)?.beat !== beat) this.seen.set(id, { beat, sinceMs: nowMs });
    }
  }

  readonly unchangedMs = ({ id }: Pick<Member, 'id'>): number => {
    const nowMs = performance.now();
    return nowMs - (this.seen.get(id)?.sinceMs ?? nowMs);
  };
}
