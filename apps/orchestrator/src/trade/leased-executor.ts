import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import type {
  OpenOrder,
  VenueBalance,
  VenuePosition,
} from '@fullcarry/domain/desk/book/reconcile-account';
import { FencedError } from '@fullcarry/history/database/fenced-error';
import type {
  LegCosts,
  LegExecutor,
  LegOutcome,
  NamedOrder,
  SentOrder,
} from '@fullcarry/domain/desk/perform/leg-executor';

/**
 * Places no order and takes none back unless the lease is held at that moment, by this machine's monotonic clock. The
 * database refuses what a desk without the newest lease writes; an exchange could not.
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

  status(order: NamedOrder): Promise<LegOutcome> {
    return this.executor.status(order);
  }

  async cancel(order: NamedOrder): Promise<LegOutcome> {
    if (!this.isHeld()) throw new FencedError(this.epoch);
    return this.executor.cancel(order);
  }

  openOrders(venue: string): Promise<readonly OpenOrder[]> {
    return this.executor.openOrders(venue);
  }

  positions(venue: string): Promise<readonly VenuePosition[]> {
    return this.executor.positions(venue);
  }

  balances(venue: string): Promise<readonly VenueBalance[]> {
    return this.executor.balances(venue);
  }
}
