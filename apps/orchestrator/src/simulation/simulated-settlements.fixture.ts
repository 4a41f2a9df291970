import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import { LEGS } from '@fullcarry/domain/desk/book/position-money';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { MemoryLedger } from './memory-ledger.fixture.js';
import { oneOf, type Random, type SimulatedMarket } from './simulated-market.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/** What perpetuals are charged, and when the desk learns of it: at once, late, or with a wrong rate first. */
export class SimulatedSettlements {
  /** What was settled while a perpetual was really held: by position, leg and hour. */
  readonly settled = new Map<string, string>();
  private unpublished: { readonly atHour: number; readonly publish: () => void }[] = [];

  constructor(
    private readonly random: Random,
    private readonly markets: readonly SimulatedMarket[],
    private readonly venue: SimulatedVenue,
    private readonly ledger: MemoryLedger,
  ) {}

  /** Charges every perpetual that the exchanges hold at this hour. */
  settle(hour: number): void {
    for (const market of this.markets) {
      const rate = market.settlesAt(hour);
      if (rate === undefined) continue;
      for (const { positionId, leg, amountUsdt, wrongUsdt } of this.venue.charges(market, rate)) {
        this.settled.set(`${positionId} ${leg} ${hour}`, amountUsdt);
        const chance = this.random();
        const late = chance < 0.1 ? Math.ceil(this.random() * 20) : 0;
        const first = chance > 0.95 ? wrongUsdt : amountUsdt;
        const settledAtMs = hour * HOUR_MS;
        const payments = [{ settledAtMs, amountUsdt: first }];
        const funded = { kind: 'funded', positionId, leg, payments, knownToMs: undefined } as const;
        this.unpublished.push({ atHour: hour + late, publish: () => this.ledger.apply(funded) });
        if (first === amountUsdt) continue;
        const change = plain(exact(amountUsdt).minus(exact(first)));
        const revision = { kind: 'revised', positionId, leg, settledAtMs } as const;
        this.unpublished.push({
          atHour: hour + late + oneOf(this.random, [1, 30]),
          publish: () => this.ledger.apply({ ...revision, amountUsdt: change }),
        });
      }
    }
  }

  /** Publishes what is due by an hour. */
  publishUntil(hour: number): void {
    for (const one of this.unpublished.filter(({ atHour }) => atHour <= hour)) one.publish();
    this.unpublished = this.unpublished.filter(({ atHour }) => atHour > hour);
  }

  /** Every settlement at which a perpetual was really held is in the book, once, at its last rate; and no other. */
  paidOnce(breaks: (law: string) => void): void {
    const { book, orders } = this.ledger;
    if (orders.some(({ state }) => state === 'sent')) return;
    const booked = [...book.positions.values()].flatMap(({ id, legs }) =>
      LEGS.flatMap((leg) =>
        legs[leg].payments.map(
          (one) => [`${id} ${leg} ${one.settledAtMs / HOUR_MS}`, one.amountUsdt] as const,
        ),
      ),
    );
    const wrong = booked.filter(([key, amount]) => this.settled.get(key) !== amount);
    if (booked.length !== this.settled.size || wrong.length > 0) {
      breaks(`${this.settled.size} settlements were held, ${booked.length} are booked`);
    }
  }
}
