import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { Action } from '@fullcarry/domain/desk/action';
import { isUnhedged, legsLeft, nextLeg, wasTraded } from '@fullcarry/domain/desk/next-leg';
import { bothPriced, type PairPrices } from '@fullcarry/domain/desk/pair-prices';
import { isLegHeld } from '@fullcarry/domain/desk/position-leg';
import type { Position } from '@fullcarry/domain/desk/position';
import { pairMoved } from '@fullcarry/domain/desk/price-limit';
import type { StoredPosition } from '@fullcarry/history/stored-position';
import { LegTrader, noPrice, type Failure, type TraderParts } from './leg-trader.js';

/**
 * Does what was decided, both legs or neither. What is meant is stored before the first order, each fill with its
 * effect in one transaction, so that whoever comes after a crash finds the position in a state from which the same
 * steps go on. The pair is judged again before each leg, and each order has its limit. While it is not known what
 * became of an order, nothing else is sent for its position, neither forward nor back.
 *
 * An exchange that refuses is a failure that is told; every other error is thrown on.
 */
export class PositionTrader {
  private readonly legs: LegTrader;

  constructor(private readonly parts: TraderParts) {
    this.legs = new LegTrader(parts);
  }

  async perform(action: Action, settings: DeskSettings): Promise<Failure> {
    switch (action.kind) {
      case 'open':
        return this.open(action, settings);
      case 'close':
        return this.close(action.position, action, settings);
      case 'settle':
        return this.settle(action, settings);
      case 'top-up':
        return this.topUp(action);
      case 'finish':
        return action.forward
          ? this.goOn(action.position, settings, settings.maxForcedMoveBps)
          : this.takeBack(action.position.id, 'It was found half opened', settings);
    }
  }

  private async open(action: Action & { kind: 'open' }, settings: DeskSettings): Promise<Failure> {
    const { opening, decided } = action;
    const now = await this.legs.pricesNow(opening.legs);
    if (typeof now === 'string') return { code: 'no-price', text: now };
    if (!bothPriced(now)) return { code: 'no-price', text: noPrice(now) };
    const moved = pairMoved('open', decided, now, settings.maxPriceMoveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    const id = await this.parts.writes.saveIntent(opening);
    return this.goOn({ id }, settings, settings.maxPriceMoveBps, now);
  }

  /** Begins no closing of which a leg can't be priced now: the other one would stand alone. */
  private async close(
    position: Position,
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
    const now = await this.legs.pricesNow(position.legs);
    if (typeof now === 'string') return { code: 'no-price', text: now };
    if (!bothPriced(now)) return { code: 'no-price', text: noPrice(now) };
    const moved = decided && pairMoved('close', decided, now, moveBps);
    if (moved) return { code: 'pair-moved', text: moved.text };
    await this.parts.writes.saveClosing(id, reason.text);
    const closing = await this.stored(id);
    if (!reason.isPressing) return this.goOn(closing, settings, moveBps, now);
    return this.goTogether(closing, settings, now);
  }

  private async topUp(action: Action & { kind: 'top-up' }): Promise<Failure> {
    const { position, leg, amountUsdt } = action;
    await this.parts.writes.saveTopUp(position.id, leg, amountUsdt, Date.now());
    return undefined;
  }

  /** Books what the exchange did with a perpetual, then closes the other leg: nothing answers it any more. */
  private async settle(
    { position: { id }, leg, how, price, atMs, reason }: Action & { kind: 'settle' },
    settings: DeskSettings,
  ): Promise<Failure> {
    const { writes } = this.parts;
    const unknown = await this.legs.resolve(await this.stored(id), settings);
    if (unknown) return unknown;
    await writes.saveClosing(id, reason.text);
    const position = await this.stored(id);
    if (isLegHeld(position.legs[leg])) {
      await this.legs.settle(position, { how, leg, price, atMs }, settings);
    }
    return this.goOn({ id }, settings, settings.maxForcedMoveBps);
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
        const problem = await this.legs.trade(position, next, settings, now, moveBps);
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
    const unknown = await this.legs.resolve(await this.stored(id), settings);
    if (unknown) return unknown;
    const position = await this.stored(id);
    if (position.state !== 'opening') return undefined;
    if (!wasTraded(position)) {
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
    const unknown = await this.legs.resolve(await this.stored(id), settings);
    if (unknown) return unknown;
    const position = await this.stored(id);
    const next = nextLeg(position);
    if (!next) return undefined;
    const isAlone = isUnhedged(position);
    const now = known ?? (await this.legs.pricesNow(position.legs));
    const legMoveBps = isAlone ? settings.maxForcedMoveBps : moveBps;
    const problem =
      typeof now === 'string'
        ? now
        : await this.legs.trade(position, next, settings, now, legMoveBps);
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

  private async stored(id: number): Promise<StoredPosition> {
    const position = await this.parts.reads.position(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}
