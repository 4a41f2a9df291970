import type { ExploredMarket } from '@fullcarry/contracts/http/market/explorer-route';

/** A market of which something is proven. */
export type ProvenMarket = ExploredMarket & {
  readonly funding: NonNullable<ExploredMarket['funding']>;
};

export function isProven<Market extends ExploredMarket>(
  market: Market,
): market is Market & ProvenMarket {
  return market.funding !== null;
}

/** One axis for all boxes, so that they can be compared; 0 is always on it. */
export interface BoxScale {
  readonly from: number;
  readonly to: number;
}

/** How much of the axis is kept free at each end. */
const MARGIN = 0.03;

/** A single market that is spread widely must not press all others into a line: whiskers beyond ten boxes are cut. */
const MOST_BOXES = 10;

export function boxScale(markets: readonly ProvenMarket[]): BoxScale {
  const halves = markets.map(({ funding }) => funding.p75 - funding.p25).sort((a, b) => a - b);
  const usual = halves[Math.floor(halves.length / 2)] ?? 0;
  const medians = markets.map(({ funding }) => funding.median);
  const room = usual > 0 ? usual * MOST_BOXES : Infinity;
  const lowest = Math.min(0, ...medians) - room;
  const highest = Math.max(0, ...medians) + room;
  const from = Math.max(lowest, Math.min(0, ...markets.map(({ funding }) => funding.p5)));
  const to = Math.min(highest, Math.max(0, ...markets.map(({ funding }) => funding.p95)));
  const margin = (to - from || 1e-6) * MARGIN;
  return { from: from - margin, to: to + margin };
}

/** Where a value stands on an axis of 0 to 100; what lies outside stands at its end. */
export function placeOf(value: number, { from, to }: BoxScale): number {
  return Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100));
}
