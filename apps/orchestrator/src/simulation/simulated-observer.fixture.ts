import {
  heldName,
  legName,
  pairName,
  type Observation,
  type SeenMarket,
} from '@fullcarry/domain/desk/observe/observation';
import type { Book } from '@fullcarry/domain/desk/book/ledger-event';
import { heldPerpetuals } from '@fullcarry/domain/desk/book/position-money';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import type { SimulatedMarket } from './simulated-market.fixture.js';
import type { SimulatedVenue } from './simulated-venue.fixture.js';

/** What is quoted of the markets of two exchanges at one instant. */
export class SimulatedObserver {
  constructor(
    private readonly venue: SimulatedVenue,
    private readonly markets: readonly SimulatedMarket[],
    private readonly own: string,
    private readonly other: string,
    /** Coins that are traded on both exchanges. */
    private readonly common: readonly string[],
  ) {}

  observe(book: Book, nowMs: number, differences: Observation['differences']): Observation {
    const { markets: all, own, venue, common } = this;
    const carries = all.flatMap((one) => (one.venue === own ? (one.seen() ?? []) : []));
    const markets = [...carries, ...common.flatMap((symbol) => this.pairs(symbol))];
    const held = [...book.positions.values()].filter(isHeld);
    const perpetuals = held.flatMap((position) => heldPerpetuals(position));
    return {
      nowMs,
      stale: undefined,
      markets: new Map(markets.map((one) => [one.symbol, one])),
      ended: new Map(
        perpetuals.flatMap(([, leg]) => {
          const { isOver, endsAtMs = 0, quoted } = venue.marketOf(leg);
          return isOver
            ? [[legName(leg), { endedAtMs: endsAtMs, spotPrice: quoted.spot }] as const]
            : [];
        }),
      ),
      ranges: new Map(
        held.flatMap((position) =>
          heldPerpetuals(position).flatMap(([name, leg]) => {
            const fromMs = Math.max(leg.lastOpenedAtMs ?? 0, leg.watchedToMs ?? 0);
            const range = venue.marketOf(leg).range(fromMs, nowMs);
            return range ? [[heldName(position, name), range] as const] : [];
          }),
        ),
      ),
      differences,
    };
  }

  /** The perpetuals of one coin on both exchanges, in both directions. */
  private pairs(symbol: string): SeenMarket[] {
    const [own, other] = [this.own, this.other].map((venue) =>
      this.venue.marketOf({ venue, symbol }),
    );
    if (!own || !other) return [];
    return (
      [
        [own, other],
        [other, own],
      ] as const
    ).flatMap(([longOn, shortOn]) => {
      const [long, short] = [longOn.seenLeg(), shortOn.seenLeg()];
      if (!long || !short) return [];
      const ends = [longOn.endsAtMs, shortOn.endsAtMs].filter((atMs) => atMs !== undefined);
      return [
        {
          symbol: pairName({ long, short }),
          nativeId: symbol,
          legs: { long, short },
          prices: {
            long: longOn.quoted.perpetual,
            short: shortOn.quoted.perpetual,
            unitsPerContract: 1,
          },
          thinner: longOn.venue === this.other ? 'long' : 'short',
          turnoverUsdt24h: 9e6,
          unproven: longOn.unproven ?? shortOn.unproven,
          rules: {
            long: longOn.lots.perpetual,
            short: shortOn.lots.perpetual,
            unitsPerContract: 1,
          },
          endsAtMs: ends.length > 0 ? Math.min(...ends) : undefined,
        } as const,
      ];
    });
  }
}
