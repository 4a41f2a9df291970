import type { DeskPositionChange } from '@fullcarry/contracts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { Action } from '@fullcarry/domain/desk/action';
import { isUnhedged, legsLeft, nextLeg, type NextLeg } from '@fullcarry/domain/desk/next-leg';
import { bothPriced, type PairPrices } from '@fullcarry/domain/desk/pair-prices';
import { limitPrice, pairMoved } from '@fullcarry/domain/desk/price-limit';
import { DomainError } from '@fullcarry/domain/errors';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import type { DeskStore } from '@fullcarry/history/desk-store';
import type { PositionLedgerStore } from '@fullcarry/history/position-ledger-store';
import type { LegExecutor, LegOutcome, SentOrder } from './leg-executor.js';

type Change = DeskPositionChange['change'];

export interface TraderParts {
  readonly reads: Pick<DeskStore, 'position' | 'legOrders'>;
  readonly writes: Pick<
    PositionLedgerStore,
    'saveIntent' | 'saveClosing' | 'saveDropped' | 'saveOrder' | 'saveRejected' | 'saveFill'
  >;
  readonly executor: LegExecutor;
  /** Eight random hex digits of this desk: see clientOrderId. */
  readonly run: string;
  /** Told after the change is stored. */
  readonly changed: (position: StoredPosition, change: Change) => void;
}

type FailureCode = 'pair-moved' | 'no-price' | 'leg-failed' | 'order-unknown';

/** What kept an action from being done; undefined where it is done. `text`: in one sentence. */
export type Failure = { readonly code: FailureCode; readonly text: string } | undefined;

/**
 * Does what was decided, both legs or neither. What is meant is stored before the first order, each fill with its
 * effect in one transaction, so that whoever comes after a crash finds the position in a state from which the same
 * steps go on. The pair is judged again before each leg, and each order has its limit. While it is not known what
 * became of an order, nothing else is sent for its position, neither forward nor back.
 *
 * An exchange that refuses is a failure that is told; every other error is thrown on.
 */
export class PositionTrader {
  constructor(private readonly parts: TraderParts) {}

  async perform(action: Action, settings: DeskSettings): Promise<Failure> {
    switch (action.kind) {
      case 'open':
        return this.open(action, settings);
      case 'close':
        return this.close(action.position, action, settings);
      case 'finish':
        return action.forward
          ? this.goOn(action.position, settings, settings.maxForcedMoveBps)
          : this.takeBack(action.position.id, 'It was found half opened', settings);
    }
  }

  private async open(action: Action & { kind: 'open' }, settings: DeskSettings): Promise<Failure> {
    const { opening, decided } = action;
    const now = await this.pricesNow(opening);
    if (typeof now === 'string') return { code: 'no-price', text: now };
    if (!bothPriced(now)) return { code: 'no-price', text: noPrice(now) };
    const moved = pairMoved('open', decided, now, settings.maxPriceMoveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    const id = await this.parts.writes.saveIntent(opening);
    return this.goOn({ id }, settings, settings.maxPriceMoveBps, now);
  }

  /** Begins no closing of which a leg can't be priced now: the other one would stand alone. */
  private async close(
    position: StoredPosition | (Action & { kind: 'close' })['position'],
    { reason, decided }: Pick<Action & { kind: 'close' }, 'reason' | 'decided'>,
    settings: DeskSettings,
  ): Promise<Failure> {
    const { id } = position;
    if (position.state === 'opening') {
      const failure = await this.takeBack(id, reason.text, settings);
      if (failure) return failure;
    }
    // What became of its last order may only now be known: then it is open.
    const { state } = await this.stored(id);
    if (state === 'closed' || state === 'unwound') return undefined;
    const moveBps = reason.isPressing ? settings.maxForcedMoveBps : settings.maxPriceMoveBps;
    if (state === 'closing') return this.goOn({ id }, settings, moveBps);
    const now = await this.pricesNow(position);
    if (typeof now === 'string') return { code: 'no-price', text: now };
    if (!bothPriced(now)) return { code: 'no-price', text: noPrice(now) };
    const moved = decided && pairMoved('close', decided, now, moveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    await this.parts.writes.saveClosing(id, reason.text);
    const closing = await this.stored(id);
    if (!reason.isPressing) return this.goOn(closing, settings, moveBps, now);
    return this.goTogether(closing, settings, now);
  }

  /** Both legs at the same time: what can't wait is not done one after the other. */
  private async goTogether(
    position: StoredPosition,
    settings: DeskSettings,
    now: PairPrices,
  ): Promise<Failure> {
    const moveBps = settings.maxForcedMoveBps;
    const problems = await Promise.all(
      legsLeft(position).map(async (next) => {
        const problem = await this.tradeUnlessRefused(position, next, settings, now, moveBps);
        if (problem === undefined) return [];
        return [
          typeof problem === 'string'
            ? `The ${next.leg} leg could not be closed: ${problem}`
            : problem.text,
        ];
      }),
    );
    const text = problems.flat().join('. ');
    if (text === '') return undefined;
    const isAlone = isUnhedged(await this.stored(position.id));
    return { code: 'leg-failed', text: isAlone ? `${text}. The other leg stands alone` : text };
  }

  /** Undoes what is half opened, unless it turns out to be open. */
  private async takeBack(id: number, reason: string, settings: DeskSettings): Promise<Failure> {
    const { writes, changed } = this.parts;
    const unknown = await this.resolve(await this.stored(id), settings);
    if (unknown) return unknown;
    const position = await this.stored(id);
    if (position.state !== 'opening') return undefined;
    if (position.spotEntryPrice === undefined && position.perpEntryPrice === undefined) {
      await writes.saveDropped(id, reason);
      changed(await this.stored(id), 'unwound');
      return undefined;
    }
    await writes.saveClosing(id, reason);
    return this.goOn({ id }, settings, settings.maxForcedMoveBps);
  }

  /** `moveBps`: of the first leg; what then stands alone can't wait. `known`: the prices of this moment. */
  private async goOn(
    { id }: Pick<StoredPosition, 'id'>,
    settings: DeskSettings,
    moveBps: number,
    known?: PairPrices,
  ): Promise<Failure> {
    const unknown = await this.resolve(await this.stored(id), settings);
    if (unknown) return unknown;
    const position = await this.stored(id);
    const next = nextLeg(position);
    if (!next) return undefined;
    const isAlone = isUnhedged(position);
    const now = known ?? (await this.pricesNow(position));
    const legMoveBps = isAlone ? settings.maxForcedMoveBps : moveBps;
    const problem =
      typeof now === 'string'
        ? now
        : await this.tradeUnlessRefused(position, next, settings, now, legMoveBps);
    if (typeof problem === 'object') return problem;
    if (problem === undefined) return this.goOn(position, settings, moveBps);
    const done = next.purpose === 'open' ? 'opened' : 'closed';
    const text = `The ${next.leg} leg could not be ${done}: ${problem}`;
    if (next.purpose === 'open') {
      const left = await this.takeBack(position.id, text, settings);
      return { code: 'leg-failed', text: left ? `${text}. ${left.text}` : text };
    }
    return { code: 'leg-failed', text: isAlone ? `${text}. The other leg stands alone` : text };
  }

  /** Why the leg was not traded, or that nobody knows yet; undefined where it was. */
  private async tradeUnlessRefused(
    position: StoredPosition,
    next: NextLeg,
    settings: DeskSettings,
    now: PairPrices,
    moveBps: number,
  ): Promise<string | Failure> {
    const price = now[next.leg];
    if (price === undefined) return noPrice(now);
    const decided = decidedPrices(position);
    if (next.purpose === 'open' && bothPriced(now)) {
      const moved = pairMoved('open', decided, now, settings.maxPriceMoveBps);
      if (moved) return moved.text;
    }
    // The first leg of an opening keeps to the price that was decided on, all others to that of this moment.
    const isFirst = next.purpose === 'open' && legsLeft(position).length === 2;
    const limit = limitPrice(isFirst ? decided[next.leg] : price, next.side, moveBps);
    return this.trade(position, next, settings, limit);
  }

  private async trade(
    position: StoredPosition,
    { purpose, leg, side }: NextLeg,
    settings: DeskSettings,
    limit: string,
  ): Promise<string | Failure> {
    const { writes, executor, run } = this.parts;
    const { id: positionId, symbol } = position;
    const quantity = leg === 'spot' ? position.quantity : position.contracts;
    const order = { positionId, purpose, leg, side, quantity, limitPrice: limit };
    const clientOrderId = await writes.saveOrder(order, run, Date.now());
    const sent = { ...order, clientOrderId, symbol };
    const outcome = await executor.submit(sent, settings);
    return this.book(
      sent,
      outcome.kind === 'unknown' ? await executor.status(sent) : outcome,
      settings,
    );
  }

  /** Asks what became of each order of a position of which that is not known. */
  async resolve(
    position: Pick<StoredPosition, 'id' | 'symbol'>,
    settings: DeskSettings,
  ): Promise<Failure> {
    const { reads, executor } = this.parts;
    for (const order of await reads.legOrders(position.id)) {
      if (order.state !== 'sent') continue;
      const sent = { ...order, symbol: position.symbol };
      const result = await this.book(sent, await executor.status(sent), settings);
      if (typeof result === 'object') return result;
    }
    return undefined;
  }

  /** Why an order was not filled, or that nobody knows yet; undefined where it was. */
  private async book(
    { clientOrderId, positionId, purpose, leg, side, quantity }: SentOrder,
    outcome: LegOutcome,
    settings: DeskSettings,
  ): Promise<string | Failure> {
    const { writes, changed } = this.parts;
    if (outcome.kind === 'unknown') {
      const text = `It is not known what became of the order ${clientOrderId}: ${outcome.reason}`;
      return { code: 'order-unknown', text };
    }
    if (outcome.kind === 'rejected') {
      await writes.saveRejected(clientOrderId);
      return outcome.reason;
    }
    const fill = { clientOrderId, positionId, purpose, leg, side, quantity, ...outcome.fill };
    const booked = await writes.saveFill(fill, settings.perpMarginShare);
    const change = booked && CHANGES[booked.state];
    if (change) changed(await this.stored(positionId), change);
    return undefined;
  }

  /** What the exchange says now, or why it says nothing. */
  private async pricesNow({
    symbol,
    unitsPerContract,
  }: Pick<StoredPosition, 'symbol' | 'unitsPerContract'>): Promise<PairPrices | string> {
    const prices = await orProblem(this.parts.executor.prices(symbol));
    return typeof prices === 'string' ? prices : { ...prices, unitsPerContract };
  }

  private async stored(id: number): Promise<StoredPosition> {
    const position = await this.parts.reads.position(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}

const CHANGES: Partial<Record<StoredPosition['state'], Change>> = {
  open: 'opened',
  closed: 'closed',
  unwound: 'unwound',
};

/** An opening keeps the prices that it was decided at until it is open. */
function decidedPrices({ spotPrice, perpMarkPrice, unitsPerContract }: StoredPosition) {
  return { spot: spotPrice, perp: perpMarkPrice, unitsPerContract };
}

function noPrice({ spot }: PairPrices): string {
  return `The exchange says no ${spot === undefined ? 'spot' : 'perp'} price now`;
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
