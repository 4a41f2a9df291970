import { exact, plain } from '@fullcarry/domain/desk/exact';
import { fillFee, type Leg } from '@fullcarry/domain/desk/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/position-leg';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import { TransientError } from '@fullcarry/domain/errors';
import type { LegExecutor, LegFill, LegOutcome, SentOrder } from '../leg-executor.js';
import type { Random, SimulatedMarket } from './simulated-market.fixture.js';

/** What the exchange really did: the desk is only told. */
export interface Traded extends SentOrder {
  readonly fill: LegFill;
}

export interface VenueParts {
  readonly random: Random;
  readonly markets: readonly SimulatedMarket[];
  /** Every instant is later than the one before. */
  readonly clock: () => number;
  /** An outcome that is not known is said to be a rejection: C16. */
  readonly saysRejected: boolean;
  readonly breaks: (law: string) => void;
  /** What the desk moved to the margin of a perpetual, USDT. */
  readonly addedTo: (positionId: number, leg: Leg) => number;
}

/** Of the notional at the opening, and what has to be left of it: written from the exchange's rules, not the desk's. */
const INITIAL_SHARE = 0.5;
const MAINTAINED_SHARE = 0.025;

/** An exchange with a hidden truth: it knows what it filled, charged, took over and delivered. */
export class SimulatedVenue implements LegExecutor {
  readonly traded: Traded[] = [];
  /** By position and leg: which perpetuals the exchanges took over, and when. */
  readonly liquidated = new Map<string, number>();
  /** Something was refused or not said: what the desk could not do now is not held against it. */
  troubled = false;
  unknown = 0;
  private silentFor = 0;
  private readonly sentIds = new Set<string>();

  constructor(private readonly parts: VenueParts) {}

  hourPasses(): void {
    this.silentFor = Math.max(0, this.silentFor - 1);
    this.troubled = this.silentFor > 0;
  }

  async price(market: LegMarket) {
    await Promise.resolve();
    if (this.silentFor > 0) throw new TransientError('The exchange does not answer');
    return this.marketOf(market).said[market.instrument];
  }

  async submit(order: SentOrder): Promise<LegOutcome> {
    await Promise.resolve();
    const { breaks, random } = this.parts;
    if (this.sentIds.has(order.clientOrderId)) breaks(`${order.clientOrderId} was sent twice`);
    this.sentIds.add(order.clientOrderId);
    const chance = random();
    if (chance < 0.05) {
      this.marketOf(order.market).jump();
      this.takeOver();
    }
    if (chance > 0.99) return this.unheard();
    const outcome = this.fill(order);
    return chance > 0.97 ? this.unheard() : outcome;
  }

  async status({ clientOrderId }: SentOrder): Promise<LegOutcome> {
    await Promise.resolve();
    if (this.silentFor > 0) return this.unheard();
    const known = this.traded.find((one) => one.clientOrderId === clientOrderId);
    if (known) return { kind: 'filled', fill: known.fill };
    return { kind: 'rejected', reason: 'The exchange knows no such order' };
  }

  /** Takes over every perpetual whose margin is gone at a price that was met since it was opened. */
  takeOver(): void {
    for (const { positionId, leg, market, quantity, fill } of this.held()) {
      const contracts = Number(quantity);
      const entry = Number(fill.price);
      const sign = leg === 'long' ? 1 : -1;
      const margin = INITIAL_SHARE * entry * contracts + this.parts.addedTo(positionId, leg);
      const met = this.marketOf(market).path.find(
        ({ atMs, price }) =>
          atMs > fill.filledAtMs &&
          margin + sign * (price - entry) * contracts <= MAINTAINED_SHARE * price * contracts,
      );
      if (met) this.liquidated.set(`${positionId} ${leg}`, met.atMs);
    }
  }

  /** What every perpetual that is held is charged at a rate: a long one pays what a short one receives. */
  charges(market: SimulatedMarket, rate: string) {
    const { perpetual } = market.truth;
    const charged = (leg: Leg, at: string, quantity: string) => {
      const received = exact(at).times(exact(quantity)).times(exact(perpetual));
      return plain(leg === 'short' ? received : received.neg());
    };
    return this.held()
      .filter((one) => this.marketOf(one.market) === market)
      .map(({ positionId, leg, quantity }) => ({
        positionId,
        leg,
        amountUsdt: charged(leg, rate, quantity),
        wrongUsdt: charged(leg, '0.0007', quantity),
      }));
  }

  /** The opening fills of the perpetuals that the exchanges really hold. */
  held(): Traded[] {
    const perpetuals = this.traded.filter(({ market }) => market.instrument === 'perpetual');
    const over = new Set(
      perpetuals
        .filter(({ purpose }) => purpose === 'close')
        .map(({ positionId, leg }) => `${positionId} ${leg}`),
    );
    return perpetuals.filter(
      ({ purpose, positionId, leg, market }) =>
        purpose === 'open' &&
        !over.has(`${positionId} ${leg}`) &&
        !this.liquidated.has(`${positionId} ${leg}`) &&
        !this.marketOf(market).isOver,
    );
  }

  marketOf({ venue, symbol }: Pick<LegMarket, 'venue' | 'symbol'>): SimulatedMarket {
    const market = this.parts.markets.find(
      (one) => one.venue === venue && (one.symbol === symbol || `${one.symbol}-SPOT` === symbol),
    );
    if (!market) throw new Error(`There is no market ${symbol} on ${venue}`);
    return market;
  }

  private unheard(): LegOutcome {
    const { random, saysRejected } = this.parts;
    this.troubled = true;
    this.unknown += 1;
    if (this.silentFor === 0 && random() < 0.5) this.silentFor = Math.ceil(random() * 5);
    return { kind: saysRejected ? 'rejected' : 'unknown', reason: 'No answer in time' };
  }

  private fill(order: SentOrder): LegOutcome {
    const { leg, side, limitPrice, quantity, positionId, purpose, market } = order;
    const price = this.marketOf(market).said[market.instrument];
    const isGone = purpose === 'close' && this.liquidated.has(`${positionId} ${leg}`);
    if (isGone || price === undefined || !withinLimit(price, side, limitPrice)) {
      this.troubled = true;
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const feeUsdt = fillFee(price, quantity, market.instrument === 'spot' ? 10 : 5.5);
    const fill = { price, feeUsdt, filledAtMs: this.parts.clock() };
    this.traded.push({ ...order, fill });
    return { kind: 'filled', fill };
  }
}
