import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import { ledgerOf } from '@fullcarry/domain/desk/ledger';
import { isUnhedged } from '@fullcarry/domain/desk/next-leg';
import { holdsPerp } from '@fullcarry/domain/desk/position-money';
import { isHeld } from '@fullcarry/domain/desk/position';
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
    for (const { symbol } of [...book.positions.values()].filter(isHeld)) {
      if (this.canTrade(symbol)) this.breaks(`${symbol} is held after a stop`);
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
    const { said, isOver } = this.venue.marketOf(position.symbol);
    const canTrade = said.spot !== undefined && (isOver || said.perp !== undefined);
    if (since < hour && canTrade && !this.venue.troubled) {
      this.breaks(`${position.symbol}: one leg stands alone`);
    }
  }

  /** What the exchange ended is ended in the book within an hour, and what it announced was left in time. */
  private ends(id: number, hour: number, isUnresolved: boolean): void {
    const position = this.positionOf(id);
    const market = this.venue.marketOf(position.symbol);
    if (!holdsPerp(position)) return;
    if (isUnresolved) return;
    const isSaid = market.range(0, Infinity) !== undefined;
    const takenOverAtMs = this.venue.liquidated.get(id);
    if (takenOverAtMs !== undefined && isSaid && takenOverAtMs <= hour * HOUR_MS) {
      this.breaks(`${position.symbol} was liquidated, and the book holds it`);
    }
    if (market.isOver) this.breaks(`${position.symbol} is over, and the book holds it`);
    const leaveFromMs = (market.endsAtMs ?? Infinity) - this.leaveBeforeEndHours * HOUR_MS;
    if (position.state !== 'open' || hour * HOUR_MS < leaveFromMs) return;
    if (this.venue.troubled || !this.canTrade(position.symbol)) return;
    const since = this.couldLeave.get(id) ?? hour;
    this.couldLeave.set(id, since);
    if (hour - since >= 2) this.breaks(`${position.symbol} ends, and was not left in time`);
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
    const worth = positions.flatMap(({ id, spotPrice, perpMarkPrice }) =>
      traded
        .filter(({ positionId }) => positionId === id)
        .map(({ leg, side, quantity }) => {
          const value = exact(leg === 'spot' ? spotPrice : perpMarkPrice).times(exact(quantity));
          return side === 'buy' ? value : value.neg();
        }),
    );
    const funding = positions.flatMap(({ payments }) =>
      payments.map(({ amountUsdt }) => exact(amountUsdt)),
    );
    const equity = plain(sum([exact(this.startUsdt), ...flows, ...worth, ...funding]));
    if (equity !== ledger.equityUsdt) {
      this.breaks(`the book says ${ledger.equityUsdt}, the exchange ${equity}`);
    }
    this.lostTheirMargin();
  }

  /** A short that was taken over lost what had been put aside for it, to a millionth; and only such a one is booked so. */
  private lostTheirMargin(): void {
    const { settled, topUps } = this.ledger;
    for (const { positionId, quantity, price, how } of settled) {
      if (how !== 'liquidated') continue;
      const sold = this.venue.traded.find(
        (one) => one.positionId === positionId && one.leg === 'perp' && one.side === 'sell',
      );
      const added = topUps
        .filter((one) => one.positionId === positionId)
        .reduce((total, one) => total + Number(one.amountUsdt), 0);
      const entry = Number(sold?.fill.price);
      const lost = (Number(price) - entry) * Number(quantity);
      const margin = entry * Number(quantity) * 0.5 + added;
      if (!(Math.abs(lost - margin) < 1e-6)) {
        this.breaks(`position ${positionId} lost ${lost} of its margin of ${margin}`);
      }
      if (!this.venue.liquidated.has(positionId)) {
        this.breaks(`position ${positionId} is booked as liquidated, and was not`);
      }
    }
  }

  private canTrade(symbol: string): boolean {
    const { said, isOver } = this.venue.marketOf(symbol);
    return said.spot !== undefined && (isOver || said.perp !== undefined);
  }

  private positionOf(id: number) {
    const position = this.ledger.book.positions.get(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}
