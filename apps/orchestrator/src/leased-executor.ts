import type { LegMarket } from '@fullcarry/domain/desk/position-leg';
import { FencedError } from '@fullcarry/history/fenced-error';
import type { LegCosts, LegExecutor, LegOutcome, SentOrder } from './leg-executor.js';

/**
 * Places no order unless the lease is held at that moment, by this machine's monotonic clock. The database
 * refuses what a desk without the newest lease writes; an exchange could not.
 *
 * Errors: FencedError when it is not held any more.
 */
export class LeasedExecutor implements LegExecutor {
  constructor(
    private readonly executor: LegExecutor,
    private readonly isHeld: () => boolean,
    private readonly epoch: number,
  ) {}

  price(market: LegMarket): Promise<string | undefined> {
    return this.executor.price(market);
  }

  async submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    if (!this.isHeld()) throw new FencedError(this.epoch);
    return this.executor.submit(order, costs);
  }

  status(order: SentOrder): Promise<LegOutcome> {
    return this.executor.status(order);
  }
}
