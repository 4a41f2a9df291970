import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import { fillFee } from '@fullcarry/domain/desk/trade/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { feeBps } from '@fullcarry/domain/desk/observe/round-trip-cost';
import { withinLimit } from '@fullcarry/domain/desk/trade/price-limit';
import { TransientError } from '@fullcarry/domain/errors';
import type {
  LegCosts,
  LegExecutor,
  LegFill,
  LegOutcome,
  NamedOrder,
  SentOrder,
} from '@fullcarry/domain/desk/perform/leg-executor';

/** What goes wrong with the next order: its answer is lost, though it was filled, or it never arrived. */
export type Mishap = 'filled-unheard' | 'never-arrived';

/** An exchange with a hidden truth: it knows which orders it filled, whoever asks is told what can be told. */
export class Venue implements LegExecutor {
  readonly outcomes = new Map<string, LegOutcome>();
  readonly seen: SentOrder[] = [];
  quoted: { long: string | undefined; short: string | undefined } = { long: '100', short: '100' };
  /** By the number of the order, from 1. */
  readonly mishaps = new Map<number, Mishap>();
  /** By the number of the order: as much as the book holds, in as many fills. */
  readonly holds = new Map<number, readonly string[]>();
  /** The coin in which fees of spot purchases are taken: USDT, or the coin that is bought. */
  feeCoin = 'USDT';
  /** Nobody can be told what became of an order. */
  isSilent = false;
  private clockMs = 1_790_000_000_000;

  async price({ instrument }: LegMarket): Promise<string | undefined> {
    if (this.isSilent) throw new TransientError('The exchange does not answer');
    return Promise.resolve(this.quoted[instrument === 'spot' ? 'long' : 'short']);
  }

  async submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    this.seen.push(order);
    const mishap = this.mishaps.get(this.seen.length);
    if (mishap === 'never-arrived') return UNHEARD;
    const outcome = this.fill(order, costs);
    return Promise.resolve(mishap === undefined ? outcome : UNHEARD);
  }

  async status({ clientOrderId }: NamedOrder): Promise<LegOutcome> {
    if (this.isSilent) return UNHEARD;
    const known = this.outcomes.get(clientOrderId);
    return Promise.resolve(
      known ?? { kind: 'rejected', reason: 'The exchange knows no such order' },
    );
  }

  cancel(order: NamedOrder): Promise<LegOutcome> {
    return this.status(order);
  }

  openOrders() {
    return Promise.resolve([]);
  }

  positions() {
    return Promise.resolve([]);
  }

  balances() {
    return Promise.resolve([]);
  }

  private fill(order: SentOrder, costs: LegCosts): LegOutcome {
    const { leg, side, quantity, limitPrice, clientOrderId, market } = order;
    const price = this.quoted[leg];
    if (price === undefined || !withinLimit(price, side, limitPrice)) {
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const isCoinFee = this.feeCoin !== 'USDT' && market.instrument === 'spot' && side === 'buy';
    const fillOf = (part: string): LegFill => {
      const amount = fillFee(isCoinFee ? '1' : price, part, feeBps(costs, market.instrument));
      const fee = { amount, coin: isCoinFee ? this.feeCoin : 'USDT' };
      const filledAtMs = (this.clockMs += 1);
      return { price, quantity: part, fee, filledAtMs, from: 'order-book' };
    };
    const parts = this.holds.get(this.seen.length) ?? [quantity];
    const fills = parts.map(fillOf);
    const total = parts.reduce((sum, part) => plain(exact(sum).plus(exact(part))), '0');
    const reason = `The order book holds ${total} within ${limitPrice}`;
    const outcome: LegOutcome =
      total === quantity
        ? { kind: 'filled', fills }
        : fills.length > 0
          ? { kind: 'partly', fills, reason }
          : { kind: 'rejected', reason };
    this.outcomes.set(clientOrderId, outcome);
    return outcome;
  }
}

const UNHEARD: LegOutcome = { kind: 'unknown', reason: 'No answer in time' };
