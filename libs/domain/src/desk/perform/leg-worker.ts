import type { DecisionSettings } from '../decide/decision-settings.js';
import { otherLeg, wasTraded, workLeft, type NextLeg } from '../trade/next-leg.js';
import { bothPriced, type PairPrices } from '../observe/pair-prices.js';
import { isLegHeld } from '../book/position-leg.js';
import type { Position } from '../book/position.js';
import type { Failure, LegTrader } from './leg-trader.js';
import type { TraderParts } from './trader-parts.js';
import { pricesNow, unpriced } from './prices-now.js';

/** How what is left of a position is worked off. */
export interface WorkedBy {
  /** How far the price of the leg that goes first may have moved; what stands alone can't wait. */
  readonly moveBps: number;
  /** Why an opening is taken back rather than finished; undefined where it is gone on with. */
  readonly back?: string;
  /** The prices of this moment, for the first order. */
  readonly known?: PairPrices;
  /** A market held only a part in this turn already: what is hedged waits for the next one. */
  readonly isExhausted?: boolean;
}

/** So many orders of one position are sent in a turn; the next cycle goes on. */
const MOST_ORDERS = 8;

/** Works off what is left of a position, order after order, until it is whole, over or hedged and out of luck. */
export class LegWorker {
  constructor(
    private readonly parts: TraderParts,
    private readonly legs: LegTrader,
  ) {}

  /**
   * Undefined where nothing is left, or an opening is as large as its markets let it be. While it is not known what
   * became of an order, nothing else is sent for its position, neither forward nor back.
   */
  async workOff(id: number, settings: DecisionSettings, by: WorkedBy): Promise<Failure> {
    let isExhausted = by.isExhausted ?? false;
    let wentBack: string | undefined;
    for (let orders = 0; orders < MOST_ORDERS; orders += 1) {
      const unknown = await this.legs.resolve(await this.stored(id), settings);
      if (unknown) return unknown;
      const position = await this.stored(id);
      const work = workLeft(position);
      if (!work) {
        if (position.state !== 'unwound' || wentBack === undefined) return undefined;
        return { code: 'leg-failed', text: wentBack };
      }
      if (work.kind === 'write-off') {
        if (position.state === 'opening') {
          wentBack ??= 'What was filled is too little for the other market';
          await this.parts.writes.saveClosing(id, wentBack);
        }
        await this.legs.writeOff(position, work, settings);
        continue;
      }
      if (work.kind === 'mend') {
        const mended = await this.mend(position, work.ways, settings, by);
        if (mended.failure) return mended.failure;
        wentBack ??= mended.wentBack;
        isExhausted ||= mended.wentBack !== undefined;
        continue;
      }
      if (by.back !== undefined && !wasTraded(position)) return this.drop(position, by.back);
      if (isExhausted) return { code: 'leg-failed', text: wentBack ?? onlyPart(work.next) };
      const known = orders === 0 ? by.known : undefined;
      const begun = await this.begin(position, work.next, settings, { ...by, known });
      if (typeof begun === 'object') return begun;
      isExhausted = begun === 'part';
    }
    return { code: 'leg-failed', text: `It took more than ${MOST_ORDERS} orders` };
  }

  async stored(id: number): Promise<Position> {
    const position = await this.parts.reads.position(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }

  /** The leg that goes first: only while the other one can be priced, and traded after it. */
  private async begin(
    position: Position,
    next: NextLeg,
    settings: DecisionSettings,
    { moveBps, known }: { readonly moveBps: number; readonly known: PairPrices | undefined },
  ): Promise<NonNullable<Failure> | 'whole' | 'part'> {
    const now = known ?? (await pricesNow(this.parts.executor, position.legs));
    const traded = bothPriced(now)
      ? await this.legs.trade(position, next, settings, now, { moveBps, canGoBack: true })
      : ({ kind: 'nothing', reason: unpriced(now) } as const);
    if (traded.kind === 'unknown') return { code: 'order-unknown', text: traded.reason };
    if (traded.kind !== 'nothing') return traded.kind;
    const text = notDone(next, traded.reason);
    if (position.state === 'opening') await this.drop(position, text);
    return { code: bothPriced(now) ? 'leg-failed' : 'no-price', text };
  }

  /**
   * Finishes what stands alone, or goes back, whichever is possible first. What is being closed is opened again only
   * while the leg that should follow has no price at all, or can't be traded in so small a part.
   */
  private async mend(
    position: Position,
    ways: readonly NextLeg[],
    settings: DecisionSettings,
    { back }: WorkedBy,
  ): Promise<{ readonly failure?: Failure; readonly wentBack?: string }> {
    const now = await pricesNow(this.parts.executor, position.legs);
    const isOpening = position.state === 'opening';
    const { maxForcedMoveBps: moveBps } = settings;
    const canGoBack = ways.some(({ purpose }) => purpose === 'close');
    const reasons: string[] = [];
    for (const way of isOpening && back !== undefined ? ways.toReversed() : ways) {
      if (now[way.leg] === undefined) {
        reasons.push(notDone(way, unpriced(now)));
        continue;
      }
      if (!isOpening && way.purpose === 'open' && mayFollow(ways, way, now)) continue;
      const from = await this.fallBack(position, way, back ?? reasons.join('. '));
      const traded = await this.legs.trade(from, way, settings, now, { moveBps, canGoBack });
      if (traded.kind === 'unknown') {
        return { failure: { code: 'order-unknown', text: traded.reason } };
      }
      if (traded.kind !== 'nothing') {
        return reasons.length > 0 ? { wentBack: reasons.join('. ') } : {};
      }
      reasons.push(notDone(way, traded.reason));
    }
    const text = `${reasons.join('. ')}. The other leg stands alone`;
    return { failure: { code: 'leg-failed', text } };
  }

  /** An opening of which the other leg has nothing is over once its only leg goes back. */
  private async fallBack(
    position: Position,
    { purpose, leg }: NextLeg,
    reason: string,
  ): Promise<Position> {
    const { id, state, legs } = position;
    if (state !== 'opening' || purpose !== 'close' || isLegHeld(legs[otherLeg(leg)])) {
      return position;
    }
    await this.parts.writes.saveClosing(id, reason);
    return this.stored(id);
  }

  private async drop({ id }: Position, reason: string): Promise<undefined> {
    await this.parts.writes.saveDropped(id, reason);
    this.parts.changed(await this.stored(id), 'unwound');
    return undefined;
  }
}

/** Whether the other leg can be closed after what was closed of this one. */
function mayFollow(ways: readonly NextLeg[], { leg }: NextLeg, now: PairPrices): boolean {
  const follows = ways.some((one) => one.purpose === 'close' && one.leg !== leg);
  return follows && now[otherLeg(leg)] !== undefined;
}

export function notDone({ leg, purpose }: NextLeg, reason: string): string {
  return `The ${leg} leg could not be ${purpose === 'open' ? 'opened' : 'closed'}: ${reason}`;
}

function onlyPart({ leg, quantity }: NextLeg): string {
  return `Only a part could be closed: ${quantity} of the ${leg} leg are left, and are tried again`;
}
