import { largestNotional, type LeverageTier } from '../margin/maintenance-tiers.js';
import { percent, usdt, type Reason } from '../decide/verdict.js';

/** A pair that would be opened, as far as its size asks. */
export interface SizeCandidate {
  /** How sure it is that it earns its costs, 0 to 1; undefined where that is not known. */
  readonly conviction: number | undefined;
  /** Whether its history is proven up to now. */
  readonly isProven: boolean;
  readonly asset: string;
  /** On which exchanges its legs are. */
  readonly venues: readonly string[];
  /** Of the perpetuals the lesser one, USDT. */
  readonly turnoverUsdt24h: number;
  /** What the thinner side of both order books holds within the price limit, USDT; undefined where they are not published. */
  readonly depthUsdt: number | undefined;
  /** What a bad day and unwinding on it cost, fraction of notional, > 0; undefined where that is not known. */
  readonly tailLoss: number | undefined;
  /** Of each of its perpetuals. */
  readonly tiers: readonly (readonly LeverageTier[])[];
}

/** What is held, or was decided on before in the same cycle. USDT; fraction of notional. */
export interface Exposure {
  readonly asset: string;
  readonly venues: readonly string[];
  readonly notionalUsdt: number;
  readonly tailLoss: number;
}

export interface SizeBook {
  readonly equityUsdt: number;
  /** How far equity is below its peak, fraction of the peak, ≥ 0. */
  readonly drawdown: number;
  readonly held: readonly Exposure[];
}

/** Caps in USDT of one leg's notional; losses as fractions of equity. */
export interface SizeLimits {
  readonly perMarketUsdt: number;
  readonly perAssetUsdt: number;
  readonly perVenueUsdt: number;
  readonly totalUsdt: number;
  readonly turnoverShare: number;
  readonly depthShare: number;
  readonly tailLoss: number;
  readonly tailLossTotal: number;
  /** Of the losses of two positions, 0 to 1. */
  readonly correlation: number;
  /** How far a perpetual's price may move at least before it is liquidated, fraction of its entry price. */
  readonly liquidationDistance: number;
  readonly perpMarginShare: number;
  /** At which drawdown nothing is opened any more, fraction of the peak. */
  readonly maxDrawdown: number;
}

/** How much of one leg is opened, USDT, whole cents; and what binds it. Or why nothing is. */
export type Sized =
  | { readonly kind: 'sized'; readonly notionalUsdt: number; readonly boundBy: string }
  | { readonly kind: 'none'; readonly reason: Reason };

/** Fewer USDT are no position on any exchange. */
const LEAST_USDT = 1;

/**
 * Returns how much of a pair is opened: the market's cap times the conviction, less the deeper equity is below its peak, and never
 * more than any of the caps. 0 of what is not proven; never less for more conviction.
 *
 * The loss of all positions together on a bad day is √((1 − ρ) Σ Tᵢ² + ρ (Σ Tᵢ)²), T the notional times its tail loss: so what moves
 * together counts together.
 */
export function size(candidate: SizeCandidate, book: SizeBook, limits: SizeLimits): Sized {
  const all = sizeCaps(candidate, book, limits);
  if (!all) {
    const text =
      'What a bad day costs in it is not proven: nothing is opened by a size that needs it';
    return { kind: 'none', reason: { code: 'no-signals', text } };
  }
  const least = all.reduce((a, b) => (b.usdt < a.usdt ? b : a));
  const notionalUsdt = Math.floor(least.usdt * 100) / 100;
  if (notionalUsdt >= LEAST_USDT) return { kind: 'sized', notionalUsdt, boundBy: least.name };
  const text = `No room for it: ${least.name} leaves ${usdt(Math.max(0, notionalUsdt))}`;
  return { kind: 'none', reason: { code: 'no-size', text } };
}

/** One thing that a size is never above, USDT of one leg. */
export interface SizeCap {
  readonly name: string;
  readonly usdt: number;
}

/** All that a size is never above, what is wanted by conviction first; undefined where something of it is not known or not proven. */
export function sizeCaps(
  candidate: SizeCandidate,
  book: SizeBook,
  limits: SizeLimits,
): readonly [SizeCap, ...SizeCap[]] | undefined {
  const { conviction, isProven, tailLoss } = candidate;
  if (!isProven || conviction === undefined || tailLoss === undefined || !(tailLoss > 0)) {
    return undefined;
  }
  const left = Math.max(0, 1 - book.drawdown / limits.maxDrawdown);
  const wanted: SizeCap = {
    name: `the conviction of ${percent(conviction)}${left < 1 ? ` and a drawdown of ${percent(book.drawdown)}` : ''}`,
    usdt: limits.perMarketUsdt * Math.min(1, Math.max(0, conviction)) * left,
  };
  return [wanted, ...caps(candidate, tailLoss, book, limits)];
}

function caps(
  { asset, venues, turnoverUsdt24h, depthUsdt, tiers }: SizeCandidate,
  tailLoss: number,
  { equityUsdt, held }: SizeBook,
  limits: SizeLimits,
): SizeCap[] {
  const used = (of: (one: Exposure) => boolean) =>
    held.filter(of).reduce((sum, one) => sum + one.notionalUsdt, 0);
  const losses = held.map((one) => one.notionalUsdt * one.tailLoss);
  const togetherUsdt = lossLeft(losses, limits.tailLossTotal * equityUsdt, limits.correlation);
  const { perpMarginShare: margin, liquidationDistance: distance } = limits;
  // (m − k) / (1 + k) is at least the distance.
  const mostMaintained = (margin - distance) / (1 + distance);
  return [
    { name: 'the cap in total', usdt: limits.totalUsdt - used(() => true) },
    {
      name: `the cap of ${asset} on all exchanges`,
      usdt: limits.perAssetUsdt - used((one) => one.asset === asset),
    },
    ...venues.map((venue) => ({
      name: `the cap on ${venue}`,
      usdt: limits.perVenueUsdt - used((one) => one.venues.includes(venue)),
    })),
    { name: 'its share of the turnover', usdt: limits.turnoverShare * turnoverUsdt24h },
    ...(depthUsdt === undefined
      ? []
      : [{ name: 'its share of the order books', usdt: limits.depthShare * depthUsdt }]),
    { name: 'what a bad day may cost', usdt: (limits.tailLoss * equityUsdt) / tailLoss },
    { name: 'what a bad day may cost in all positions', usdt: togetherUsdt / tailLoss },
    ...tiers.map((one) => ({
      name: 'the distance to liquidation',
      usdt: largestNotional(one, mostMaintained),
    })),
  ];
}

/** Which loss x may be added: x² + 2ρ ΣT x + (1 − ρ) ΣT² + ρ (ΣT)² = most². */
function lossLeft(losses: readonly number[], mostUsdt: number, correlation: number): number {
  const sum = losses.reduce((all, one) => all + one, 0);
  const now = togetherSquared(losses, correlation);
  const room = mostUsdt ** 2 - now;
  return room <= 0 ? 0 : Math.sqrt((correlation * sum) ** 2 + room) - correlation * sum;
}

function togetherSquared(losses: readonly number[], correlation: number): number {
  const sum = losses.reduce((all, one) => all + one, 0);
  const squares = losses.reduce((all, one) => all + one ** 2, 0);
  return (1 - correlation) * squares + correlation * sum ** 2;
}
