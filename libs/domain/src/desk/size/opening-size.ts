import { assetOf } from '../../across/asset-of.js';
import { normalShare } from '../../backtest/statistics/normal.js';
import { allCash, type Book } from '../book/ledger-event.js';
import type { LegMarket } from '../book/position-leg.js';
import { legsValue, shortNotionalNumber } from '../book/position-money.js';
import type { Position } from '../book/position.js';
import type { DecisionSettings } from '../decide/decision-settings.js';
import { marketScore } from '../decide/market-score.js';
import { leverageTiers } from '../margin/maintenance-tiers.js';
import { drawdownOf, higherEquity } from '../modes/drawdown.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { pairName, type Observation, type SeenMarket } from '../observe/observation.js';
import { bothPriced } from '../observe/pair-prices.js';
import { exact, plain, sum } from '../book/exact.js';
import { depthOf } from './depth.js';
import {
  size,
  sizeCaps,
  type Exposure,
  type SizeBook,
  type SizeCandidate,
  type SizeCap,
  type Sized,
  type SizeLimits,
} from './size.js';
import { tailLossOf, UNKNOWN_TAIL_LOSS } from './tail-loss.js';

/** What the published bot gives a market of which nothing speaks: a share of its maximum. */
const LEAST_BY_SCORE = 0.3;

/** Returns how much of a market is opened by what is seen of it and by what is held. */
export function openingSize(
  market: SeenMarket,
  outlook: MarketOutlook,
  book: SizeBook,
  settings: DecisionSettings,
): Sized {
  return size(candidateOf(market, outlook, settings), book, limitsOf(settings));
}

/** All that such a size is never above; undefined where something of it is not known or not proven. */
export function openingCaps(
  market: SeenMarket,
  outlook: MarketOutlook,
  book: SizeBook,
  settings: DecisionSettings,
): readonly SizeCap[] | undefined {
  return sizeCaps(candidateOf(market, outlook, settings), book, limitsOf(settings));
}

/** What an opening adds to what is held. */
export function exposureOf(market: SeenMarket, notionalUsdt: number): Exposure {
  return { ...whereOf(market), notionalUsdt, tailLoss: tailLoss(market) ?? UNKNOWN_TAIL_LOSS };
}

/** What the desk has, as far as a size asks. */
export function sizeBook(seen: Observation, book: Book, held: readonly Position[]): SizeBook {
  const equityUsdt = plain(exact(allCash(book)).plus(sum(held.map(legsValue))));
  const peakUsdt = higherEquity(seen.peakEquityUsdt ?? book.startingEquityUsdt, equityUsdt);
  return {
    equityUsdt: Number(equityUsdt),
    drawdown: drawdownOf({ equityUsdt }, peakUsdt),
    held: held.map((position): Exposure => {
      const market = seen.markets.get(pairName(position.legs));
      const notionalUsdt = shortNotionalNumber(position);
      if (market) return exposureOf(market, notionalUsdt);
      return { ...whereOf(position), notionalUsdt, tailLoss: UNKNOWN_TAIL_LOSS };
    }),
  };
}

interface Pair {
  readonly legs: { readonly long: LegMarket | undefined; readonly short: LegMarket };
}

function whereOf({ legs: { long, short } }: Pair): Pick<Exposure, 'asset' | 'venues'> {
  const { asset } = assetOf({ ...short, exchange: short.venue });
  return { asset, venues: [...new Set([short.venue, long?.venue ?? short.venue])] };
}

function candidateOf(
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
): SizeCandidate {
  const { legs, books, prices, turnoverUsdt24h, unproven } = market;
  const perpetuals = [legs.short, legs.long].filter((leg) => leg?.instrument === 'perpetual');
  return {
    conviction: convictionOf(market, outlook, settings),
    isProven: unproven === undefined,
    ...whereOf(market),
    turnoverUsdt24h,
    depthUsdt:
      books && bothPriced(prices) ? depthOf(books, prices, settings.maxPriceMoveBps) : undefined,
    tailLoss: tailLoss(market),
    tiers: perpetuals.map((leg) => leverageTiers(leg?.venue ?? '')),
  };
}

/**
 * By how much it is likelier to earn its costs than not, 2 Φ(net yield / deviation) − 1 and 0 at the least; by the score that of the
 * published bot, 0.3 + 0.7 · score.
 */
function convictionOf(
  market: SeenMarket,
  { netYield, yieldDeviation }: MarketOutlook,
  { strategy }: DecisionSettings,
): number | undefined {
  if (strategy === 'score') {
    const scored = marketScore(market);
    return scored && LEAST_BY_SCORE + (1 - LEAST_BY_SCORE) * scored.score;
  }
  if (yieldDeviation === undefined) return undefined;
  if (yieldDeviation === 0) return netYield > 0 ? 1 : 0;
  return Math.max(0, 2 * normalShare(netYield / yieldDeviation) - 1);
}

function tailLoss({ signals, legs }: SeenMarket): number | undefined {
  const intervalMinutes = legs.short.funding?.predicted.intervalMinutes;
  return signals && intervalMinutes !== undefined
    ? tailLossOf(signals, intervalMinutes)
    : undefined;
}

function limitsOf(settings: DecisionSettings): SizeLimits {
  return {
    perMarketUsdt: settings.notionalPerMarketUsdt,
    perAssetUsdt: settings.maxNotionalPerAssetUsdt,
    perVenueUsdt: settings.maxNotionalPerVenueUsdt,
    totalUsdt: settings.maxNotionalTotalUsdt,
    turnoverShare: settings.maxTurnoverShare,
    depthShare: settings.maxDepthShare,
    tailLoss: settings.maxTailLoss,
    tailLossTotal: settings.maxTailLossTotal,
    correlation: settings.betCorrelation,
    liquidationDistance: settings.minLiquidationDistance,
    perpMarginShare: settings.perpMarginShare,
    maxDrawdown: settings.maxDrawdown,
  };
}
