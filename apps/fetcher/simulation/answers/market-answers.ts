import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import { floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import type { ListingTruth } from '../truth/listing-truth.js';
import { nativeIdOf, symbolOf } from '../time-line/listing.js';
import type { World } from '../world.js';

const MINUTES_PER_HOUR = 60;

/** The id of the exchange of every world. */
export const SIMULATED = 'simulated';

/** The markets in the exchange's list now. */
export function answerMarkets(world: World): Market[] {
  return listedNow(world).map(({ listing }) => ({
    exchange: SIMULATED,
    symbol: symbolOf(listing),
    nativeId: nativeIdOf(listing),
    listedAtMs: world.timeLine.traits.givesListing ? listing.listedAtMs : undefined,
  }));
}

/** When trading in what now has the name began, to the hour; undefined when nothing has it. */
export function answerListing(world: World, nativeId: string): number | undefined {
  const found = listedNow(world).find(({ listing }) => nativeIdOf(listing) === nativeId);
  return found && floorTo(found.listing.listedAtMs, HOUR_MS);
}

/** When the exchange says that trading in a market ends or ended; undefined when it does not say it yet. */
export function answerDelisting(world: World, market: Market): number | undefined {
  const ends = world.truth
    .named(market.nativeId)
    .flatMap(({ delisting }) => delisting ?? [])
    .filter(
      ({ announcedFromMs }) =>
        announcedFromMs !== undefined && announcedFromMs <= world.clock.nowMs,
    )
    .filter(({ endMs }) => endMs > (market.listedAtMs ?? 0));
  return ends[0]?.endMs;
}

/** One ticker for each market that trades now. */
export function answerTickers(world: World): MarketTicker[] {
  const nowMs = world.clock.nowMs;
  return listedNow(world)
    .filter(({ endMs }) => nowMs < endMs)
    .map((truth) => {
      const { listing, values } = truth;
      const { nextAtMs, hours } = truth.announcedAt(world.faults.tickerOfMs(listing.id, nowMs));
      return {
        symbol: symbolOf(listing),
        turnoverUsdt24h: String(Math.floor(1e9 / listing.rank)),
        predictedRate: values.rate(nextAtMs, 0),
        nextFundingAtMs: nextAtMs,
        fundingIntervalMinutes: hours * MINUTES_PER_HOUR,
        markPrice: String(values.price(nowMs)),
        lastPrice: String(values.price(nowMs)),
      };
    });
}

const LOT_SIZE = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };

/** What is said of orders in the markets that are listed now; the same of all. */
export function answerPerpetualRules(world: World): ReadonlyMap<string, PerpetualRules> {
  const rules = { ...LOT_SIZE, priceStep: '0.01', contractSize: '1' };
  return new Map(listedNow(world).map(({ listing }) => [symbolOf(listing), rules]));
}

/** No market has a spot counterpart: nobody trades in these worlds. */
export function answerTradingRules(world: World): TradingRules[] {
  return listedNow(world).map(({ listing }) => ({
    symbol: symbolOf(listing),
    perpetual: LOT_SIZE,
    spot: undefined,
  }));
}

function listedNow(world: World): ListingTruth[] {
  return world.truth.listings().filter((truth) => truth.isListedAt(world.clock.nowMs));
}
