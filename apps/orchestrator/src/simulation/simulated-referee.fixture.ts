import { exact, plain, sum } from '@fullcarry/domain/desk/book/exact';
import { ledgerOf } from '@fullcarry/domain/desk/book/ledger';
import { isUnhedged } from '@fullcarry/domain/desk/trade/next-leg';
import type { BookFill } from '@fullcarry/domain/desk/book/ledger-event';
import { isLegHeld } from '@fullcarry/domain/desk/book/position-leg';
import type { Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import { heldPerpetuals, LEGS } from '@fullcarry/domain/desk/book/position-money';
import { isHeld, type Position } from '@fullcarry/domain/desk/book/position';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { MemoryLedger } from './memory-ledger.fixture.js';
import { walletsDiffer } from './simulated-wallets.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/** Who knows the truth, and asks after every hour whether a law was broken. */
export class SimulatedReferee {
  private readonly aloneSince = new Map<number, number>();
  /** Since when a position could have been left before the end of its market. */
  private readonly couldLeave = new Map<number, number>();
  private tradedBefore = 0;
  private unresolvedAtHour = 0;
  /** How often a leg stood alone at the end of an hour. */
  unhedged = 0;

  constructor(
    private readonly ledger: MemoryLedger,
    private readonly venue: SimulatedVenue,
    private readonly startUsdt: string,
    private readonly leaveBeforeEndHours: number,
    private readonly breaks: (law: string) => void,
  ) {}

  check(hour: number): void {
    const { book, orders } = this.ledger;
    const isUnresolved = orders.some(({ state }) => state === 'sent');
    const traded = this.venue.traded.length + this.ledger.settled.length;
    // Between two trades only prices and payments move the equity.
    const isDue = traded !== this.tradedBefore || hour % 8 === 0;
    if (!isUnresolved && isDue) {
      this.tradedBefore = traded;
      this.agreesWithTheVenue();
    }
    for (const position of book.positions.values()) {
      this.standsAlone(position.id, hour);
      this.ends(position.id, hour, isUnresolved);
    }
    if (isUnresolved) this.unresolvedAtHour = hour;
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
    if (since < hour && this.canBeMended(position) && !this.venue.troubled) {
      this.breaks(`${pairName(position.legs)}: one leg stands alone`);
    }
  }

  /** The exchanges hold what the book says, unless somebody traded by hand or took over what nobody was told of. */
  compare(differences: readonly Difference[] | undefined): void {
    if (!differences) return;
    const { byHand, margins } = this.venue;
    const perpetuals = [...this.ledger.book.positions.values()].flatMap((position) =>
      heldPerpetuals(position).map(([leg, held]) => ({ id: position.id, leg, held })),
    );
    const isUnreported = perpetuals.some(
      ({ id, leg, held }) =>
        margins.liquidated.has(`${id} ${leg}`) || this.venue.marketOf(held).isOver,
    );
    const isUnsure = this.ledger.orders.some(({ state }) => state === 'sent');
    if (!isUnreported && !byHand && differences[0]) this.breaks(`differs: ${differences[0].text}`);
    if (byHand && !isUnsure && differences.length === 0) {
      this.breaks(`nobody sees that ${byHand.symbol} was traded by hand`);
    }
  }

  /** What the exchange ended is ended in the book within an hour, and what it announced was left in time. */
  private ends(id: number, hour: number, isUnresolved: boolean): void {
    const position = this.positionOf(id);
    const perpetuals = heldPerpetuals(position);
    // What became of an order is known since this hour: its position is settled in the next one.
    if (isUnresolved || this.unresolvedAtHour === hour - 1 || perpetuals.length === 0) return;
    const name = pairName(position.legs);
    for (const [leg, held] of perpetuals) {
      const market = this.venue.marketOf(held);
      const isQuoted = market.range(0, Infinity) !== undefined;
      const takenOverAtMs = this.venue.margins.liquidated.get(`${id} ${leg}`);
      if (takenOverAtMs !== undefined && isQuoted && takenOverAtMs <= hour * HOUR_MS) {
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
    const traded = this.traded();
    const flows = traded.map(({ side, quantity, price, fee }) => {
      const value = exact(price).times(exact(quantity));
      const paid = fee.coin === 'USDT' ? exact(fee.amount) : exact('0');
      return (side === 'sell' ? value : value.neg()).minus(paid);
    });
    const worth = positions.flatMap(({ id, legs }) =>
      traded
        .filter(({ positionId }) => positionId === id)
        .map(({ leg, side, quantity, fee }) => {
          const gone = fee.coin === 'USDT' ? exact('0') : exact(fee.amount);
          const moved = (side === 'buy' ? exact(quantity) : exact(quantity).neg()).minus(gone);
          return exact(legs[leg].price).times(moved);
        }),
    );
    const funding = positions.flatMap(({ legs }) =>
      [...legs.long.payments, ...legs.short.payments].map(({ amountUsdt }) => exact(amountUsdt)),
    );
    const equity = plain(sum([exact(this.startUsdt), ...flows, ...worth, ...funding]));
    for (const law of walletsDiffer(book, traded, Number(this.startUsdt) / 2)) this.breaks(law);
    if (equity !== ledger.equityUsdt) {
      this.breaks(`the book says ${ledger.equityUsdt}, the exchange ${equity}`);
    }
    this.lostTheirMargin(settled);
    this.marginIsTheirs(positions);
  }

  /** What was really traded, and what was ended or written off without an order, which costs nobody a fee. */
  private traded(): BookFill[] {
    const traded = this.venue.traded.map(({ fill, ...order }): BookFill => ({
      ...{ ...order, ...fill },
      how: 'traded',
    }));
    return [...traded, ...this.ledger.settled];
  }

  /** Of each perpetual that is held the book says the margin that the exchange put aside. */
  private marginIsTheirs(positions: readonly Position[]): void {
    for (const { id, legs } of positions) {
      for (const leg of LEGS) {
        const held = this.venue.margins.of(id, leg);
        if (!held || held.contracts === '0' || !isLegHeld(legs[leg])) continue;
        const kept = Number(legs[leg].collateralUsdt);
        if (Math.abs(kept - held.margin) < 1e-6) continue;
        this.breaks(`position ${id} has ${kept} of margin in the book, ${held.margin} by itself`);
      }
    }
  }

  /** A perpetual that was taken over lost what had been put aside for it; and only such a one is booked so. */
  private lostTheirMargin(settled: readonly BookFill[]): void {
    for (const { positionId, leg, quantity, price, how } of settled) {
      if (how !== 'liquidated') continue;
      const held = this.venue.margins.of(positionId, leg);
      if (!held || !this.venue.margins.liquidated.has(`${positionId} ${leg}`)) {
        this.breaks(`position ${positionId} is booked as liquidated, and was not`);
        continue;
      }
      const sign = leg === 'short' ? 1 : -1;
      const lost = (Number(price) * Number(quantity) - held.cost) * sign;
      if (!(Math.abs(lost - held.margin) < 1e-6)) {
        this.breaks(`position ${positionId} lost ${lost} of its margin of ${held.margin}`);
      }
    }
  }

  /** What stands alone can be finished, or can go back: the market that it takes says a price, and takes so little. */
  private canBeMended({ legs }: Position): boolean {
    const [long, short] = LEGS.map(
      (name) => Number(legs[name].openedQuantity) - Number(legs[name].closedQuantity),
    );
    const rest = (long ?? 0) - (short ?? 0);
    const greater = rest > 0 ? 'long' : 'short';
    return LEGS.some((name) => {
      const { quoted, isOver, lots } = this.venue.marketOf(legs[name]);
      const { instrument, isEndedByExchange } = legs[name];
      const price = quoted[instrument];
      if (price === undefined || isEndedByExchange || isOver) return false;
      const lot = lots[instrument];
      const isReducing = instrument === 'perpetual' && name === greater;
      // Of a market of which nothing else is quoted the desk knows an older price: by it this may be too little.
      const worth = Math.abs(rest) * Math.min(Number(price), Number(legs[name].price));
      const isEnough = isReducing || worth >= 2 * Number(lot.minNotionalUsdt);
      return isEnough && Math.abs(rest) >= Number(lot.quantityStep);
    });
  }

  /** What is left of it can be traded now: a market that is over asks for nothing more. */
  private canTrade({ legs }: Position): boolean {
    return LEGS.every((name) => {
      const { quoted, isOver } = this.venue.marketOf(legs[name]);
      const { instrument } = legs[name];
      return quoted[instrument] !== undefined || (isOver && instrument === 'perpetual');
    });
  }

  private positionOf(id: number) {
    const position = this.ledger.book.positions.get(id);
    if (!position) throw new Error(`There is no position ${id}`);
    return position;
  }
}
