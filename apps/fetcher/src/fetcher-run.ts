import type { Database } from '@fullcarry/history/database/database';
import type { HistoryKeeper } from './history-keeper.js';

/** What runs in this process and answers commands. */
export class FetcherRun {
  private readonly inHand = new Set<Promise<unknown>>();

  /** By exchange, the first one first; a keeper is undefined while the data feature is switched off. */
  constructor(
    readonly keepers: ReadonlyMap<string, HistoryKeeper | undefined>,
    readonly database: Database,
    readonly stopping: AbortSignal,
  ) {}

  get exchanges(): string[] {
    return [...this.keepers.keys()];
  }

  /** Carries out a command; the stop waits for its reply. */
  async carryOut<Reply>(work: () => Promise<Reply>): Promise<Reply> {
    const reply = work();
    this.inHand.add(reply);
    return reply.finally(() => this.inHand.delete(reply));
  }

  /** Resolves when every command that was taken is answered. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.inHand);
  }
}
