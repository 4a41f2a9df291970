import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import { ledgerOf } from '@fullcarry/domain/desk/ledger';
import { isUnhedged } from '@fullcarry/domain/desk/next-leg';
import type { Leg, Side } from '@fullcarry/domain/desk/fill-price';
import { cashOn } from '@fullcarry/domain/desk/ledger-event';
import { pairName } from '@fullcarry/domain/desk/observation';
import { heldPerpetuals, LEGS } from '@fullcarry/domain/desk/position-money';
import { isHeld, type Position } from '@fullcarry/domain/desk/position';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { MemoryLedger } from './memory-ledger.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/** Who knows the truth, and asks after every hour whether a law was broken. */
export class SimulatedReferee {
  private readonly aloneSince = new Map<number, number>();
  /** Since when a position could have been left before the end of its market. */
  private readonly couldLeave = new Map<number, number>();
  /** How often a leg stood alone at the end of an hour. */
  unhedged = 0;

  constructor(
    private readonly ledger: MemoryLedger,
    private readonly venue: SimulatedVenue,
    private readonly startUsdt: string,
    private readonly leaveBeforeEndHours: number,
    private readonly breaks: (law: string) => void,
  ) {}

  look(hour: number): void {
    const { book, orders } = this.ledger;
    const isUnresolved = orders.some(({ state }) => state === 'sent');
    if (!isUnresolved) this.agreesWithTheVenue();
    for (const position of book.positions.values()) {
      this.standsAlone(position.id, hour);
      this.ends(position.id, hour, isUnresolved);
    }
    if (book.mode !== 'emergency-stopped' || this.venue.troubled) return;
    for (const position of [...book.positions.values()].filter(isHeld)) {
      if (this.canTrade(position)) this.breaks(`${pairName(position.legs)} is held after a stop`);
    }
  }

  private standsAlone(id: number, hour: number): void {
    const position = this.positionOf(id);
    if (!isUnhedged(position)) {
      this.aloneSince.delete(id);
      return;
    }
    this.unhedged += 1;
    const since = this.aloneSince.get(id) ?? hour;
    this.aloneSince.set(id, since);
    if (since < hour && this.canTrade(position) && !this.venue.troubled) {
      this.breaks(`${pairName(position.legs)}: one leg stands alone`);
    }
  }

  /** What the exchange ended is ended in the book within an hour, and what it announced was left in time. */
  private ends(id: number, hour: number, isUnresolved: boolean): void {
    const position = this.positionOf(id);
    const perpetuals = heldPerpetuals(position);
    if (isUnresolved || perpetuals.length === 0) return;
    const name = pairName(position.legs);
    for (const [leg, held] of perpetuals) {
      const market = this.venue.marketOf(held);
      const isSaid = market.range(0, Infinity) !== undefined;
      const takenOverAtMs = this.venue.liquidated.get(`${id} ${leg}`);
      if (takenOverAtMs !== undefined && isSaid && takenOverAtMs <= hour * HOUR_MS) {
        this.breaks(`${name} was liquidated, and the book holds it`);
      }
      if (market.isOver) this.breaks(`${name} is over, and the book holds it`);
    }
    const ends = perpetuals.map(([, held]) => this.venue.marketOf(held).endsAtMs ?? Infinity);
    const leaveFromMs = Math.min(...ends) - this.leaveBeforeEndHours * HOUR_MS;
    if (position.state !== 'open' || hour * HOUR_MS < leaveFromMs) return;
    if (this.venue.troubled || !this.canTrade(position)) return;
    const since = this.couldLeave.get(id) ?? hour;
    this.couldLeave.set(id, since);
    if (hour - since >= 2) this.breaks(`${name} ends, and was not left in time`);
  }

  /** Equity by cash flows, and holdings, from what the exchange really did: written without the book's formulas. */
  private agreesWithTheVenue(): void {
    const { book, settled } = this.ledger;
    const positions = [...book.positions.values()];
    const ledger = ledgerOf(book, positions);
    const traded = [
      ...this.venue.traded.map(({ fill, ...order }) => ({ ...order, ...fill })),
      // What the exchange ended was bought back for nobody's fee.
      ...settled,
    ];
    const flows = traded.map(({ side, quantity, price, feeUsdt }) => {
      const value = exact(price).times(exact(quantity));
      return (side === 'sell' ? value : value.neg()).minus(exact(feeUsdt));
    });
    const worth = positions.flatMap(({ id, legs }) =>
      traded
        .filter(({ positionId }) => positionId === id)
        .map(({ leg, side, quantity }) => {
          const value = exact(legs[leg].price).times(exact(quantity));
          return side === 'buy' ? value : value.neg();
        }),
    );
    const funding = positions.flatMap(({ legs }) =>
      [...legs.long.payments, ...legs.short.payments].map(({ amountUsdt }) => exact(amountUsdt)),
    );
    const equity = plain(sum([exact(this.startUsdt), ...flows, ...worth, ...funding]));
    this.eachAccount(traded, positions);
    if (equity !== ledger.equityUsdt) {
      this.breaks(`the book says ${ledger.equityUsdt}, the exchange ${equity}`);
    }
    this.lostTheirMargin();
  }

  /** The cash of each exchange by itself: what was paid and received there, without what is bound as collateral. */
  private eachAccount(
    traded: readonly {
      positionId: number;
      leg: Leg;
      side: Side;
      quantity: string;
      price: string;
      feeUsdt: string;
    }[],
    positions: readonly Position[],
  ): void {
    const { book, topUps } = this.ledger;
    for (const venue of [book.venue, ...book.elsewhereUsdt.keys()]) {
      let cash = Number(this.startUsdt) / 2;
      for (const { id, legs } of positions) {
        for (const leg of LEGS) {
          if (legs[leg].venue !== venue) continue;
          const own = traded.filter((one) => one.positionId === id && one.leg === leg);
          const value = (of: (typeof own)[number]) => Number(of.price) * Number(of.quantity);
          const [opening, closing] = own;
          cash -= own.reduce((total, { feeUsdt }) => total + Number(feeUsdt), 0);
          cash += legs[leg].payments.reduce((total, one) => total + Number(one.amountUsdt), 0);
          if (!opening) continue;
          const margin =
            value(opening) * 0.5 +
            topUps
              .filter((one) => one.positionId === id && one.leg === leg)
              .reduce((total, one) => total + Number(one.amountUsdt), 0);
          const bound = legs[leg].instrument === 'spot' ? value(opening) : margin;
          const sign = leg === 'long' ? 1 : -1;
          const earned = closing ? sign * (value(closing) - value(opening)) : 0;
          cash += closing ? earned : -bound;
        }
      }
      const kept = Number(cashOn(book, venue));
      if (!(Math.abs(kept - cash) < 1e-5))
        this.breaks(`${venue} has ${kept} in the book, ${cash} by itself`);
    }
  }

  /** A perpetual that was taken over lost what had been put aside for it; and only such a one is booked so. */
  private lostTheirMargin(): void {
    const { settled, topUps } = this.ledger;
    for (const { positionId, leg, quantity, price, how } of settled) {
      if (how !== 'liquidated') continue;
      const opened = this.venue.traded.find(
        (one) => one.positionId === positionId && one.leg === leg && one.purpose === 'open',
      );
      const added = topUps
        .filter((one) => one.positionId === positionId && one.leg === leg)
        .reduce((total, one) => total + Number(one.amountUsdt), 0);
      const entry = Number(opened?.fill.price);
      const lost = (Number(price) - entry) * Number(quantity) * (leg === 'short' ? 1 : -1);
      const margin = entry * Number(quantity) * 0.5 + added;
      if (!(Math.abs(lost - margin) < 1e-6)) {
        this.breaks(`position ${positionId} lost ${lost} of its margin of ${margin}`);
      }
      if (!this.venue.liquidated.has(`${positionId} ${leg}`)) {
        this.breaks(`position ${positionId} is booked as liquidated, and was not`);
      }
    }
  }

  /** What is left of it can be traded now: a market that is over asks for nothing more. */
  private canTrade({ legs }: Position): boolean {
    return LEGS.every((name) => {
      const { said, isOver } = this.venue.marketOf(legs[name]);
      const { instrument } = legs[name];
      return said[instrument] !== undefined || (isOver && instrument === 'perpetual');
    });
  }

  private positionOf(id: number) {
    const position = this.ledger.book.positions.get(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}
