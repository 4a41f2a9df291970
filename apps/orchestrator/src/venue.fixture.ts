import { fillFee } from '@fullcarry/domain/desk/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/position-leg';
import { feeBps } from '@fullcarry/domain/desk/round-trip-cost';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import { TransientError } from '@fullcarry/domain/errors';
import type { LegCosts, LegExecutor, LegFill, LegOutcome, SentOrder } from './leg-executor.js';

/** What goes wrong with the next order: its answer is lost, though it was filled, or it never arrived. */
export type Mishap = 'filled-unheard' | 'never-arrived';

/** An exchange with a hidden truth: it knows which orders it filled, whoever asks is told what can be told. */
export class Venue implements LegExecutor {
  readonly filled = new Map<string, LegFill>();
  readonly seen: SentOrder[] = [];
  quoted: { long: string | undefined; short: string | undefined } = { long: '100', short: '100' };
  /** By the number of the order, from 1. */
  readonly mishaps = new Map<number, Mishap>();
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

  async status({ clientOrderId }: SentOrder): Promise<LegOutcome> {
    if (this.isSilent) return UNHEARD;
    const fill = this.filled.get(clientOrderId);
    return Promise.resolve(
      fill
        ? { kind: 'filled', fill }
        : { kind: 'rejected', reason: 'The exchange knows no such order' },
    );
  }

  private fill(order: SentOrder, costs: LegCosts): LegOutcome {
    const { leg, side, quantity, limitPrice, clientOrderId, market } = order;
    const price = this.quoted[leg];
    if (price === undefined || !withinLimit(price, side, limitPrice)) {
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const feeUsdt = fillFee(price, quantity, feeBps(costs, market.instrument));
    const fill = { price, feeUsdt, filledAtMs: (this.clockMs += 1) };
    this.filled.set(clientOrderId, fill);
    return { kind: 'filled', fill };
  }
}

const UNHEARD: LegOutcome = { kind: 'unknown', reason: 'No answer in time' };
