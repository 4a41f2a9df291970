import { fillFee } from '@fullcarry/domain/desk/fill-price';
import { shortFundingPayment } from '@fullcarry/domain/desk/funding-payment';
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
  /** What the desk moved to the margin of a short, USDT. */
  readonly addedTo: (positionId: number) => number;
}

/** Of the notional at the opening, and what has to be left of it: written from the exchange's rules, not the desk's. */
const INITIAL_SHARE = 0.5;
const MAINTAINED_SHARE = 0.025;

/** An exchange with a hidden truth: it knows what it filled, charged, took over and delivered. */
export class SimulatedVenue implements LegExecutor {
  readonly traded: Traded[] = [];
  /** Positions whose short the exchange took over, and when. */
  readonly liquidated = new Map<number, number>();
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

  async prices({ symbol }: Pick<SentOrder, 'symbol'>) {
    await Promise.resolve();
    if (this.silentFor > 0) throw new TransientError('The exchange does not answer');
    return this.marketOf(symbol).said;
  }

  async submit(order: SentOrder): Promise<LegOutcome> {
    await Promise.resolve();
    const { breaks, random } = this.parts;
    if (this.sentIds.has(order.clientOrderId)) breaks(`${order.clientOrderId} was sent twice`);
    this.sentIds.add(order.clientOrderId);
    const chance = random();
    if (chance < 0.05) {
      this.marketOf(order.symbol).jump();
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

  /** Takes over every short whose margin is gone at a price that was met since it was opened. */
  takeOver(): void {
    for (const { positionId, symbol, quantity, fill } of this.shorts()) {
      const contracts = Number(quantity);
      const entry = Number(fill.price);
      const margin = INITIAL_SHARE * entry * contracts + this.parts.addedTo(positionId);
      const met = this.marketOf(symbol).path.find(
        ({ atMs, price }) =>
          atMs > fill.filledAtMs &&
          margin + (entry - price) * contracts <= MAINTAINED_SHARE * price * contracts,
      );
      if (met) this.liquidated.set(positionId, met.atMs);
    }
  }

  /** What every short that is held is charged at a rate; by position. */
  charges(market: SimulatedMarket, rate: string) {
    return this.shorts()
      .filter(({ symbol }) => symbol === market.symbol)
      .map(({ positionId, quantity }) => ({
        positionId,
        amountUsdt: shortFundingPayment(rate, quantity, market.truth.perp),
        wrongUsdt: shortFundingPayment('0.0007', quantity, market.truth.perp),
      }));
  }

  /** The shorts that the exchange really holds. */
  shorts(): Traded[] {
    const perps = this.traded.filter(({ leg }) => leg === 'perp');
    const bought = new Set(perps.filter(({ side }) => side === 'buy').map((one) => one.positionId));
    return perps.filter(
      ({ side, positionId, symbol }) =>
        side === 'sell' &&
        !bought.has(positionId) &&
        !this.liquidated.has(positionId) &&
        !this.marketOf(symbol).isOver,
    );
  }

  marketOf(symbol: string): SimulatedMarket {
    const market = this.parts.markets.find((one) => one.symbol === symbol);
    if (!market) throw new Error(`There is no market ${symbol}`);
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
    const { leg, side, limitPrice, quantity, positionId, purpose } = order;
    const price = this.marketOf(order.symbol).said[leg];
    const isGone = leg === 'perp' && purpose === 'close' && this.liquidated.has(positionId);
    if (isGone || price === undefined || !withinLimit(price, side, limitPrice)) {
      this.troubled = true;
      return { kind: 'rejected', reason: `Nothing at ${limitPrice}` };
    }
    const feeUsdt = fillFee(price, quantity, leg === 'spot' ? 10 : 5.5);
    const fill = { price, feeUsdt, filledAtMs: this.parts.clock() };
    this.traded.push({ ...order, fill });
    return { kind: 'filled', fill };
  }
}
