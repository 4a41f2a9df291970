import type { DecisionSettings } from '../decide/decision-settings.js';
import type { Action } from '../decide/action.js';
import { takenOverAt } from '../ends/settled-by-exchange.js';
import { heldQuantity } from '../book/leg-trades.js';
import { wasTraded, type NextLeg } from '../trade/next-leg.js';
import { plain } from '../book/exact.js';
import type { Leg } from '../trade/fill-price.js';
import { bothPriced, type BothPrices, type PairPrices } from '../observe/pair-prices.js';
import { limitPrice, pairMoved } from '../trade/price-limit.js';
import type { Position } from '../book/position.js';
import { noPrice } from './prices-now.js';
import type { LegFill, LegOutcome, SentOrder } from './leg-executor.js';
import type { NewFill, TradeChange, TraderParts } from './trader-parts.js';

type FailureCode = 'pair-moved' | 'no-price' | 'leg-failed' | 'order-unknown';

/** What kept an action from being done; undefined where it is done. `text`: in one sentence. */
export type Failure = { readonly code: FailureCode; readonly text: string } | undefined;

/** What came of an attempt to trade a leg. `nothing`: none of it, and why. */
export type Traded =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part' | 'nothing'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Trades one leg: its order is stored before it is sent, its fills with their effect in one transaction. The pair is
 * judged again before it, and the order has its limit.
 */
export class LegTrader {
  constructor(private readonly parts: TraderParts) {}

  /**
   * `moveBps`: how far its price may be from the one that is known. `canGoBack`: an opening of which the pair moved too
   * far is not gone on with; where no market takes what goes back, it is all the same.
   */
  async trade(
    position: Position,
    next: NextLeg,
    settings: DecisionSettings,
    now: PairPrices,
    { moveBps, canGoBack }: { readonly moveBps: number; readonly canGoBack: boolean },
  ): Promise<Traded> {
    const price = now[next.leg];
    if (price === undefined) return nothing(noPrice(now));
    if (next.purpose === 'close') {
      const met = { highPrice: price, lowPrice: price };
      const over = takenOverAt(next.leg, position.legs[next.leg], met);
      if (over) {
        const atMs = await this.parts.exchangeTimeMs();
        const settling = { how: 'liquidated', leg: next.leg, price: over.price, atMs } as const;
        await this.settle(position, settling, settings);
        return { kind: 'whole' };
      }
    }
    const decided = decidedPrices(position);
    const isOpened = position.state === 'opening' && next.purpose === 'open';
    if (isOpened && canGoBack && bothPriced(now)) {
      const moved = pairMoved('open', decided, now, settings.maxPriceMoveBps);
      if (moved) return nothing(moved.text);
    }
    // The first leg of an opening keeps to the price that was decided on, all others to that of this moment.
    const isFirst = position.state === 'opening' && !wasTraded(position);
    const limit = limitPrice(isFirst ? decided[next.leg] : price, next.side, moveBps);
    return this.send(position, next, settings, limit);
  }

  /** Books what the exchange did with a perpetual of a position. */
  async settle(
    { id: positionId, legs }: Pick<Position, 'id' | 'legs'>,
    { how, leg, price, atMs }: Pick<Action & { kind: 'settle' }, 'how' | 'leg' | 'price' | 'atMs'>,
    settings: DecisionSettings,
  ): Promise<void> {
    const quantity = plain(heldQuantity(legs[leg]));
    await this.bookEnd({ positionId, leg, quantity, price, filledAtMs: atMs, how }, settings);
  }

  /** Books coins that are too few to be sold, at 0. */
  async writeOff(
    { id: positionId }: Pick<Position, 'id'>,
    { leg, quantity }: { readonly leg: Leg; readonly quantity: string },
    settings: DecisionSettings,
  ): Promise<void> {
    const filledAtMs = await this.parts.exchangeTimeMs();
    const end = { positionId, leg, quantity, price: '0', filledAtMs, how: 'written-off' } as const;
    await this.bookEnd(end, settings);
  }

  /** Asks what became of each order of a position of which that is not known. */
  async resolve(position: Position, settings: DecisionSettings): Promise<Failure> {
    const { reads, executor } = this.parts;
    for (const order of await reads.legOrders(position.id)) {
      if (order.state !== 'sent') continue;
      const sent = { ...order, market: position.legs[order.leg] };
      const result = await this.book(sent, await executor.status(sent), settings);
      if (result.kind === 'unknown') return { code: 'order-unknown', text: result.reason };
    }
    return undefined;
  }

  private async send(
    position: Position,
    next: NextLeg,
    settings: DecisionSettings,
    limit: string,
  ): Promise<Traded> {
    const { writes, executor, run, ownTimeMs } = this.parts;
    const order = {
      positionId: position.id,
      ...next,
      limitPrice: limit,
      timeInForce: 'ioc',
    } as const;
    const clientOrderId = await writes.saveOrder(order, run, ownTimeMs());
    const sent = { ...order, clientOrderId, market: position.legs[next.leg] };
    const outcome = await executor.submit(sent, settings);
    // What may still be on its way is taken back: then it is known.
    const known = outcome.kind === 'unknown' ? await executor.cancel(sent) : outcome;
    return this.book(sent, known, settings);
  }

  private async book(
    order: BookedOrder,
    outcome: LegOutcome,
    settings: DecisionSettings,
  ): Promise<Traded> {
    const { writes } = this.parts;
    const { clientOrderId } = order;
    if (outcome.kind === 'unknown') {
      const reason = `It is not known what became of the order ${clientOrderId}: ${outcome.reason}`;
      return { kind: 'unknown', reason };
    }
    const [first, ...others] = outcome.kind === 'rejected' ? [] : outcome.fills;
    if (!first) {
      await writes.saveRejected(clientOrderId);
      return nothing(outcome.kind === 'filled' ? 'Nothing of it was filled' : outcome.reason);
    }
    const fills = [newFill(order, first), ...others.map((one) => newFill(order, one))] as const;
    const became = outcome.kind === 'filled' ? 'filled' : 'partly';
    await this.reportChange(await writes.saveFills(fills, became, settings.perpMarginShare));
    return outcome.kind === 'partly' ? { kind: 'part', reason: outcome.reason } : { kind: 'whole' };
  }

  private async bookEnd(
    end: Pick<NewFill, 'positionId' | 'leg' | 'quantity' | 'price' | 'filledAtMs' | 'how'>,
    settings: DecisionSettings,
  ): Promise<void> {
    const { positionId, how, leg } = end;
    const fill: NewFill = {
      ...end,
      purpose: 'close',
      side: leg === 'short' ? 'buy' : 'sell',
      fee: { amount: '0', coin: 'USDT' },
      clientOrderId: `${positionId}-${how}-${leg}`,
      priceFrom: undefined,
    };
    await this.reportChange(
      await this.parts.writes.saveFills([fill], 'filled', settings.perpMarginShare),
    );
  }

  private async reportChange(booked: Position | undefined): Promise<void> {
    const change = booked && CHANGES[booked.state];
    const position = change && (await this.parts.reads.position(booked.id));
    if (position) this.parts.changed(position, change);
  }
}

/** An order as far as its fills ask: also one that was sent when orders were filled whole or not at all. */
type BookedOrder = Omit<SentOrder, 'timeInForce' | 'limitPrice' | 'quantity'>;

function newFill(
  { clientOrderId, positionId, purpose, leg, side }: BookedOrder,
  { from, ...fill }: LegFill,
): NewFill {
  const order = { clientOrderId, positionId, purpose, leg, side };
  return { ...order, ...fill, how: 'traded', priceFrom: from };
}

function nothing(reason: string): Traded {
  return { kind: 'nothing', reason };
}

const CHANGES: Partial<Record<Position['state'], TradeChange>> = {
  open: 'opened',
  closed: 'closed',
  unwound: 'unwound',
};

/** An opening keeps the prices that it was decided at until it is open. */
function decidedPrices({ legs: { long, short } }: Position): BothPrices {
  const unitsPerContract = short.unitsPerContract / long.unitsPerContract;
  return { long: long.price, short: short.price, unitsPerContract };
}
