import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import type { LegFill, SentOrder } from '@fullcarry/domain/desk/perform/leg-executor';
import type { SimulatedMarket } from './simulated-market.fixture.js';

/** A perpetual that an exchange holds with a margin of its own: written from the exchange's rules, not the desk's. */
export interface Margined {
  readonly positionId: number;
  readonly leg: Leg;
  readonly market: LegMarket;
  /** Exact. */
  contracts: string;
  /** What they had cost together, and what is put aside for them, USDT. */
  cost: number;
  margin: number;
  /** Since when all of that is so. */
  changedAtMs: number;
}

/** Of the notional at the opening, and what has to be left of it. */
const INITIAL_SHARE = 0.5;
const MAINTAINED_SHARE = 0.025;

/** The margins of one account, and what the exchange takes over for want of them. */
export class SimulatedMargin {
  /** By position and leg: which perpetuals the exchanges took over, and when. */
  readonly liquidated = new Map<string, number>();
  private readonly accounts = new Map<string, Margined>();

  constructor(private readonly marketOf: (market: LegMarket) => SimulatedMarket) {}

  filled({ positionId, leg, market, purpose }: SentOrder, fill: LegFill): void {
    const quantity = Number(fill.quantity);
    const account = this.of(positionId, leg) ?? {
      ...{ positionId, leg, market, contracts: '0', cost: 0, margin: 0, changedAtMs: 0 },
    };
    this.accounts.set(`${positionId} ${leg}`, account);
    const before = Number(account.contracts);
    const value = quantity * Number(fill.price);
    if (purpose === 'open') {
      account.contracts = plain(exact(account.contracts).plus(exact(fill.quantity)));
      account.cost += value;
      account.margin += value * INITIAL_SHARE;
    } else {
      account.contracts = plain(exact(account.contracts).minus(exact(fill.quantity)));
      account.cost *= 1 - quantity / before;
      account.margin *= 1 - quantity / before;
    }
    account.changedAtMs = fill.filledAtMs;
  }

  toppedUp(positionId: number, leg: Leg, amountUsdt: string, atMs: number): void {
    const account = this.of(positionId, leg);
    if (!account) return;
    account.margin += Number(amountUsdt);
    account.changedAtMs = atMs;
  }

  of(positionId: number, leg: Leg): Margined | undefined {
    return this.accounts.get(`${positionId} ${leg}`);
  }

  /** Takes over every perpetual whose margin is gone at a price that was met since it last changed. */
  takeOver(): void {
    for (const { positionId, leg, market, contracts, cost, margin, changedAtMs } of this.held()) {
      const sign = leg === 'long' ? 1 : -1;
      const quantity = Number(contracts);
      const met = this.marketOf(market).path.find(
        ({ atMs, price }) =>
          atMs > changedAtMs &&
          margin + sign * (price * quantity - cost) <= MAINTAINED_SHARE * price * quantity,
      );
      if (met) this.liquidated.set(`${positionId} ${leg}`, met.atMs);
    }
  }

  /** What the exchanges really hold. */
  held(): Margined[] {
    return [...this.accounts.values()].filter(
      ({ positionId, leg, market, contracts }) =>
        contracts !== '0' &&
        !this.liquidated.has(`${positionId} ${leg}`) &&
        !this.marketOf(market).isOver,
    );
  }
}
