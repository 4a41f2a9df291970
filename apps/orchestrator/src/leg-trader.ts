import type { DeskPositionChange } from '@fullcarry/contracts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { Action } from '@fullcarry/domain/desk/action';
import { takenOverAt } from '@fullcarry/domain/desk/ends/settled-by-exchange';
import { legsLeft, type NextLeg } from '@fullcarry/domain/desk/next-leg';
import { plain } from '@fullcarry/domain/desk/exact';
import type { Leg } from '@fullcarry/domain/desk/fill-price';
import { heldQuantity, type LegMarket } from '@fullcarry/domain/desk/position-leg';
import { bothPriced, type BothPrices, type PairPrices } from '@fullcarry/domain/desk/pair-prices';
import { limitPrice, pairMoved } from '@fullcarry/domain/desk/price-limit';
import type { Position } from '@fullcarry/domain/desk/position';
import { DomainError } from '@fullcarry/domain/errors';
import type { StoredPosition } from '@fullcarry/history/stored-position';
import type { DeskStore } from '@fullcarry/history/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import type { LegExecutor, LegOutcome, SentOrder } from './leg-executor.js';

type Change = DeskPositionChange['change'];

export interface TraderParts {
  readonly reads: Pick<DeskStore, 'position' | 'legOrders'>;
  readonly writes: Pick<
    PositionLedgerStore,
    | 'saveIntent'
    | 'saveClosing'
    | 'saveDropped'
    | 'saveOrder'
    | 'saveRejected'
    | 'saveFill'
    | 'saveTopUp'
  >;
  readonly executor: LegExecutor;
  readonly exchangeTimeMs: () => Promise<number>;
  /** Eight random hex digits of this desk: see clientOrderId. */
  readonly run: string;
  /** Told after the change is stored. */
  readonly changed: (position: StoredPosition, change: Change) => void;
}

type FailureCode = 'pair-moved' | 'no-price' | 'leg-failed' | 'order-unknown';

/** What kept an action from being done; undefined where it is done. `text`: in one sentence. */
export type Failure = { readonly code: FailureCode; readonly text: string } | undefined;

/**
 * Trades one leg: its order is stored before it is sent, its fill with its effect in one transaction. The pair is judged
 * again before it, and the order has its limit.
 */
export class LegTrader {
  constructor(private readonly parts: TraderParts) {}

  /** Why the leg was not traded, or that nobody knows yet; undefined where it was. */
  async trade(
    position: StoredPosition,
    next: NextLeg,
    settings: DeskSettings,
    now: PairPrices,
    moveBps: number,
  ): Promise<string | Failure> {
    const price = now[next.leg];
    if (price === undefined) return noPrice(now);
    if (next.purpose === 'close') {
      const met = { highPrice: price, lowPrice: price };
      const over = takenOverAt(next.leg, position.legs[next.leg], met);
      if (over) {
        const atMs = await this.parts.exchangeTimeMs();
        const settling = { how: 'liquidated', leg: next.leg, price: over.price, atMs } as const;
        await this.settle(position, settling, settings);
        return undefined;
      }
    }
    const decided = decidedPrices(position);
    if (next.purpose === 'open' && bothPriced(now)) {
      const moved = pairMoved('open', decided, now, settings.maxPriceMoveBps);
      if (moved) return moved.text;
    }
    // The first leg of an opening keeps to the price that was decided on, all others to that of this moment.
    const isFirst = next.purpose === 'open' && legsLeft(position).length === 2;
    const limit = limitPrice(isFirst ? decided[next.leg] : price, next.side, moveBps);
    return this.send(position, next, settings, limit);
  }

  /** Books what the exchange did with a perpetual of a position that is being closed. */
  async settle(
    { id: positionId, legs }: Pick<StoredPosition, 'id' | 'legs'>,
    { how, leg, price, atMs }: Pick<Action & { kind: 'settle' }, 'how' | 'leg' | 'price' | 'atMs'>,
    settings: DeskSettings,
  ): Promise<void> {
    const { writes } = this.parts;
    const side = leg === 'short' ? 'buy' : 'sell';
    const quantity = plain(heldQuantity(legs[leg]));
    const order = { positionId, purpose: 'close', leg, side, quantity } as const;
    const fill = { ...order, price, feeUsdt: '0', filledAtMs: atMs, how };
    const clientOrderId = `${positionId}-${how}-${leg}`;
    await this.tell(await writes.saveFill({ ...fill, clientOrderId }, settings.perpMarginShare));
  }

  /** Asks what became of each order of a position of which that is not known. */
  async resolve(position: StoredPosition, settings: DeskSettings): Promise<Failure> {
    const { reads, executor } = this.parts;
    for (const order of await reads.legOrders(position.id)) {
      if (order.state !== 'sent') continue;
      const sent = { ...order, market: position.legs[order.leg] };
      const result = await this.book(sent, await executor.status(sent), settings);
      if (typeof result === 'object') return result;
    }
    return undefined;
  }

  /** What the exchange says now, or why it says nothing. */
  async pricesNow({ long, short }: Readonly<Record<Leg, LegMarket>>): Promise<PairPrices | string> {
    const { executor } = this.parts;
    const prices = await orProblem(
      Promise.all([executor.price(long), executor.price(short)] as const),
    );
    if (typeof prices === 'string') return prices;
    const unitsPerContract = short.unitsPerContract / long.unitsPerContract;
    return { long: prices[0], short: prices[1], unitsPerContract };
  }

  private async send(
    position: StoredPosition,
    next: NextLeg,
    settings: DeskSettings,
    limit: string,
  ): Promise<string | Failure> {
    const { writes, executor, run } = this.parts;
    const order = { positionId: position.id, ...next, limitPrice: limit };
    const clientOrderId = await writes.saveOrder(order, run, Date.now());
    const sent = { ...order, clientOrderId, market: position.legs[next.leg] };
    const outcome = await executor.submit(sent, settings);
    const known = outcome.kind === 'unknown' ? await executor.status(sent) : outcome;
    return this.book(sent, known, settings);
  }

  /** Why an order was not filled, or that nobody knows yet; undefined where it was. */
  private async book(
    { clientOrderId, positionId, purpose, leg, side, quantity }: SentOrder,
    outcome: LegOutcome,
    settings: DeskSettings,
  ): Promise<string | Failure> {
    const { writes } = this.parts;
    if (outcome.kind === 'unknown') {
      const text = `It is not known what became of the order ${clientOrderId}: ${outcome.reason}`;
      return { code: 'order-unknown', text };
    }
    if (outcome.kind === 'rejected') {
      await writes.saveRejected(clientOrderId);
      return outcome.reason;
    }
    const order = { clientOrderId, positionId, purpose, leg, side, quantity };
    const fill = { ...order, how: 'traded', ...outcome.fill } as const;
    await this.tell(await writes.saveFill(fill, settings.perpMarginShare));
    return undefined;
  }

  private async tell(booked: Position | undefined): Promise<void> {
    const change = booked && CHANGES[booked.state];
    const position = change && (await this.parts.reads.position(booked.id));
    if (position) this.parts.changed(position, change);
  }
}

const CHANGES: Partial<Record<StoredPosition['state'], Change>> = {
  open: 'opened',
  closed: 'closed',
  unwound: 'unwound',
};

/** An opening keeps the prices that it was decided at until it is open. */
function decidedPrices({ legs: { long, short } }: StoredPosition): BothPrices {
  const unitsPerContract = short.unitsPerContract / long.unitsPerContract;
  return { long: long.price, short: short.price, unitsPerContract };
}

export function noPrice({ long }: PairPrices): string {
  return `The exchange says no price of the ${long === undefined ? 'long' : 'short'} leg now`;
}

/** An exchange that can't do it is a sentence; whatever else happens is thrown on. */
async function orProblem<Answer>(answer: Promise<Answer>): Promise<Answer | string> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
