import type { Member } from './budget-table.js';

/**
 * Which process of a role leads it and publishes for all: the one that is there for the longest time. Of two that ask
 * at one time at most one does.
 */
export class Leader {
  private isFirst = false;
  private untilMs = -Infinity;
  private notify: (how: 'instead' | 'again') => void = () => undefined;

  /** `id`: of this process in the table. */
  constructor(
    private readonly id: string,
    private readonly role: string,
  ) {}

  /** Whether it is this process. */
  get isLeader(): boolean {
    return this.isFirst && performance.now() < this.untilMs;
  }

  /**
   * Calls back each time that this process becomes the leader: in the place of another one, or again
   * after its own place had run out.
   */
  onLeading(notify: (how: 'instead' | 'again') => void): void {
    this.notify = notify;
  }

  /** `live`: who stands in the table, in the order of coming; this process may believe in it until `untilMs`. */
  follow(live: readonly Member[], untilMs: number): void {
    const { isLeader: wasLeader, isFirst: wasFirst } = this;
    this.isFirst = live.find((one) => one.role === this.role)?.id === this.id;
    this.untilMs = untilMs;
    if (this.isLeader && !wasLeader) this.notify(wasFirst ? 'again' : 'instead');
  }

  /** Leads no more, as if its place had run out. */
  leave(): void {
    this.untilMs = -Infinity;
  }
}
