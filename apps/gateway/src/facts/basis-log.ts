import type { BasisPoint } from '@fullcarry/contracts/http/market/basis-route';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';

/** Polls come every few seconds; a curve of hours needs fewer. */
const LEAST_STEP_MS = 60_000;

/** Of one market: ten hours of minutes, or days with fewer points the older they are. */
const MOST_POINTS = 600;

/** What perpetuals and their spot counterparts cost at each poll since this process heard the first one. */
export class BasisLog {
  private readonly byMarket = new Map<string, BasisPoint[]>();

  take({ atMs, markets }: MarketRates): void {
    for (const { symbol, lastPrice, spot } of markets) {
      const spotPrice = Number(spot?.lastPrice ?? Number.NaN) * (spot?.unitsPerContract ?? 1);
      const price = Number(lastPrice);
      if (!(spotPrice > 0) || !(price > 0)) continue;
      this.byMarket.set(symbol, added(this.pointsOf(symbol), [atMs, price, spotPrice]));
    }
  }

  /** Ascending. */
  pointsOf(symbol: string): readonly BasisPoint[] {
    return this.byMarket.get(symbol) ?? [];
  }
}

function added(points: readonly BasisPoint[], point: BasisPoint): BasisPoint[] {
  const lastMs = points.at(-1)?.[0];
  // A replay that was begun anew: its time has moved back, and what was heard is of another world.
  if (lastMs !== undefined && point[0] < lastMs) return [point];
  if (lastMs !== undefined && point[0] - lastMs < LEAST_STEP_MS) return [...points];
  const all = [...points, point];
  if (all.length <= MOST_POINTS) return all;
  return all.filter((_, index) => index % 2 === 0 || index >= MOST_POINTS / 2);
}
