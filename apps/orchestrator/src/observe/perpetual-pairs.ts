import { mayBeOneAsset } from '@fullcarry/domain/market/asset-class';
import {
  pairName,
  type SeenLeg,
  type SeenMarket,
} from '@fullcarry/domain/desk/observe/observation';
import type { SeenPerpetual } from './observe-venue.js';

interface OnVenue {
  readonly venue: string;
  readonly seen: SeenPerpetual;
}

/**
 * Pairs the perpetuals of one coin on two exchanges, in both directions: which of them is worth it is judged later. A
 * name is a claim: what is of another class is not the same coin, and prices that are far apart refuse an opening.
 *
 * `seen`: by exchange.
 */
export function perpetualPairs(
  seen: ReadonlyMap<string, readonly SeenPerpetual[]>,
): readonly SeenMarket[] {
  const byAsset = new Map<string, OnVenue[]>();
  for (const [venue, perpetuals] of seen) {
    for (const one of perpetuals) {
      const { asset } = one.rate;
      if (asset === undefined) continue;
      const known = byAsset.get(asset);
      if (known) known.push({ venue, seen: one });
      else byAsset.set(asset, [{ venue, seen: one }]);
    }
  }
  return [...byAsset.values()].flatMap((same) =>
    same.flatMap((short) =>
      same
        .filter((long) => long.venue !== short.venue && areOneAsset(long, short))
        .map((long) => pairOf(long, short)),
    ),
  );
}

function areOneAsset(long: OnVenue, short: OnVenue): boolean {
  return mayBeOneAsset(long.seen.rate.assetClass, short.seen.rate.assetClass);
}

function pairOf(longOn: OnVenue, shortOn: OnVenue): SeenMarket {
  const [long, short] = [legOf(longOn), legOf(shortOn)];
  const unitsPerContract = short.unitsPerContract / long.unitsPerContract;
  const [a, b] = [longOn.seen, shortOn.seen];
  const ends = [a.endsAtMs, b.endsAtMs].filter((atMs) => atMs !== undefined);
  return {
    symbol: pairName({ long, short }),
    nativeId: short.nativeId,
    legs: { long, short },
    prices: { long: a.rate.lastPrice, short: b.rate.lastPrice, unitsPerContract },
    thinner: turnover(a) < turnover(b) ? 'long' : 'short',
    turnoverUsdt24h: Math.min(turnover(a), turnover(b)),
    unproven: b.unproven ?? a.unproven,
    rules:
      a.rules && b.rules
        ? { long: a.rules.perpetual, short: b.rules.perpetual, unitsPerContract }
        : undefined,
    endsAtMs: ends.length > 0 ? Math.min(...ends) : undefined,
  };
}

function turnover({ rate }: SeenPerpetual): number {
  return Number(rate.turnoverUsdt24h);
}

function legOf({ venue, seen: { rate, persistence, signals } }: OnVenue): SeenLeg {
  const predicted = { rate: Number(rate.predictedRate), intervalMinutes: rate.intervalMinutes };
  return {
    ...{ venue, instrument: 'perpetual', symbol: rate.symbol, nativeId: rate.nativeId },
    unitsPerContract: rate.multiplier ?? 1,
    markPrice: rate.markPrice,
    funding: { predicted, persistence, slowCarry: signals?.slowCarry },
  };
}
