import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';

/** Puts the rates of one poll together that had no room in one message. */
export class RatesParts {
  private readonly parts = new Map<number, MarketRates>();

  /**
   * Takes a message in; returns the rates of the newest poll whose first part is there, with what is there of the
   * others. A part of another poll than the first one's is left out: its prices are of another moment.
   */
  take(received: MarketRates): MarketRates | undefined {
    this.parts.set(received.part?.number ?? 1, received);
    const first = this.parts.get(1);
    if (!first?.part) return first;
    const markets = Array.from({ length: first.part.of }, (_, i) => this.parts.get(i + 1)).flatMap(
      (part) => (part?.atMs === first.atMs ? part.markets : []),
    );
    const { part: _, ...rates } = first;
    return { ...rates, markets };
  }
}
