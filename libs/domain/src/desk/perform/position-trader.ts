import type { DecisionSettings } from '../decide/decision-settings.js';
import type { Action } from '../decide/action.js';
import type { Leg } from '../trade/fill-price.js';
import { takenOverAt } from '../ends/settled-by-exchange.js';
import { closings } from '../trade/next-leg.js';
import { bothPriced, type BothPrices, type PairPrices } from '../observe/pair-prices.js';
import { isLegHeld, type LegMarket } from '../book/position-leg.js';
import type { Position } from '../book/position.js';
import { pairMoved } from '../trade/price-limit.js';
import { LegTrader, type Failure } from './leg-trader.js';
import type { TraderParts } from './trader-parts.js';
import { LegWorker, notDone } from './leg-worker.js';
import { pricesNow, unpriced } from './prices-now.js';

const HELD = 'With what its last order turned out to have filled, its margin held';

/**
 * Does what was decided, both legs or neither. What is meant is stored before the first order, each order's fills with
 * their effect in one transaction, so that whoever comes after a crash finds the position in a state from which the same
 * steps go on. The thinner leg goes first, the other one as far as the first one got; the pair is judged again before
 * each leg, and each order has its limit.
 *
 * An exchange that refuses is a failure that is reported; every other error is thrown on.
 */
export class PositionTrader {
  private readonly legs: LegTrader;
  private readonly worker: LegWorker;

  constructor(private readonly parts: TraderParts) {
    this.legs = new LegTrader(parts);
    this.worker = new LegWorker(parts, this.legs);
  }

  async perform(action: Action, settings: DecisionSettings): Promise<Failure> {
    switch (action.kind) {
      case 'open':
        return this.open(action, settings);
      case 'close':
        return this.closePosition(action.position, action, settings);
      case 'settle':
        return this.settle(action, settings);
      case 'top-up':
        return this.topUp(action);
      case 'finish': {
        const { id } = action.position;
        const { maxPriceMoveBps: moveBps } = settings;
        const back = action.forward ? {} : { back: 'It was found half opened' };
        return this.worker.workOff(id, settings, { moveBps, ...back });
      }
    }
  }

  private async open(
    action: Action & { kind: 'open' },
    settings: DecisionSettings,
  ): Promise<Failure> {
    const { opening, decided } = action;
    const now = await this.pricedBoth(opening.legs);
    if ('code' in now) return now;
    const { maxPriceMoveBps: moveBps } = settings;
    const moved = pairMoved('open', decided, now, moveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    const id = await this.parts.writes.saveIntent(opening);
    return this.worker.workOff(id, settings, { moveBps, known: now });
  }

  /** Begins no closing of which a leg can't be priced now: the other one would stand alone. */
  private async closePosition(
    position: Position,
    { reason, decided }: Pick<Action & { kind: 'close' }, 'reason' | 'decided'>,
    settings: DecisionSettings,
  ): Promise<Failure> {
    const { id } = position;
    const moveBps = reason.isPressing ? settings.maxForcedMoveBps : settings.maxPriceMoveBps;
    if (position.state === 'opening') {
      const failure = await this.worker.workOff(id, settings, { moveBps, back: reason.text });
      if (failure) return failure;
    }
    // What became of its last order may only now be known: then it is open.
    const { state } = await this.worker.stored(id);
    if (state === 'closed' || state === 'unwound') return undefined;
    if (state === 'closing') return this.worker.workOff(id, settings, { moveBps });
    const now = await this.pricedBoth(position.legs);
    if ('code' in now) return now;
    const moved = decided && pairMoved('close', decided, now, moveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    await this.parts.writes.saveClosing(id, reason.text);
    if (!reason.isPressing) return this.worker.workOff(id, settings, { moveBps, known: now });
    return this.goTogether(await this.worker.stored(id), settings, now);
  }

  private async topUp(action: Action & { kind: 'top-up' }): Promise<Failure> {
    const { position, leg, amountUsdt } = action;
    await this.parts.writes.saveTopUp(position.id, leg, amountUsdt, this.parts.ownTimeMs());
    return undefined;
  }

  /** Books what the exchange did with a perpetual, then closes the other leg: nothing answers it any more. */
  private async settle(
    { position: { id }, leg, how, price, met, atMs, reason }: Action & { kind: 'settle' },
    settings: DecisionSettings,
  ): Promise<Failure> {
    const unknown = await this.legs.resolve(await this.worker.stored(id), settings);
    if (unknown) return unknown;
    const position = await this.worker.stored(id);
    const held = position.legs[leg];
    // What an order of before turned out to have filled may have changed its margin.
    const end = met && isLegHeld(held) ? takenOverAt(leg, held, met) : { price };
    if (!end) return { code: 'order-unknown', text: HELD };
    await this.parts.writes.saveClosing(id, reason.text);
    if (isLegHeld(held)) {
      await this.legs.settle(position, { how, leg, price: end.price, atMs }, settings);
    }
    return this.worker.workOff(id, settings, { moveBps: settings.maxForcedMoveBps });
  }

  /** Both legs at the same time: what can't wait is not done one after the other. What then stands alone is mended. */
  private async goTogether(
    position: Position,
    settings: DecisionSettings,
    now: PairPrices,
  ): Promise<Failure> {
    const moveBps = settings.maxForcedMoveBps;
    const all = await Promise.all(
      closings(position).map(async (next) => {
        const by = { moveBps, canGoBack: true };
        return { next, traded: await this.legs.trade(position, next, settings, now, by) };
      }),
    );
    const isExhausted = all.some(({ traded }) => traded.kind !== 'whole');
    const left = await this.worker.workOff(position.id, settings, { moveBps, isExhausted });
    const problems = all.flatMap(({ next, traded }) =>
      traded.kind === 'nothing' ? [notDone(next, traded.reason)] : [],
    );
    return left && { ...left, text: [...new Set([...problems, left.text])].join('. ') };
  }

  private async pricedBoth(
    legs: Readonly<Record<Leg, LegMarket>>,
  ): Promise<BothPrices | NonNullable<Failure>> {
    const now = await pricesNow(this.parts.executor, legs);
    return bothPriced(now) ? now : { code: 'no-price', text: unpriced(now) };
  }
}
