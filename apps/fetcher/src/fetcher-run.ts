import type { Database } from '@fullcarry/history/database';
import type { DataPipeline } from './data-pipeline.js';

/** What runs in this process and answers orders; the pipeline is undefined while the data feature is switched off. */
export class FetcherRun {
  constructor(
    readonly exchangeId: string,
    readonly database: Database,
    readonly pipeline: DataPipeline | undefined,
    readonly stopping: AbortSignal,
  ) {}

  private readonly inHand = new Set<Promise<unknown>>();

  /** Carries out an order; the stop waits for its reply. */
  async carryOut<Reply>(work: () => Promise<Reply>): Promise<Reply> {
    const reply = work();
    this.inHand.add(reply);
    return reply.finally(() => this.inHand.delete(reply));
  }

  /** Resolves when every order that was taken is answered. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.inHand);
  }
}
