import type Big from 'big.js';
import { DAY_MS, floorTo, HOUR_MS } from '../../time-window.js';
import { exact, plain, sum } from './exact.js';
import { pairName } from '../observe/observation.js';
import { feesOf, fundingOf, LEGS, realised, unrealised } from './position-money.js';
import { isHeld, type Position } from './position.js';

/** The ledger at an instant: USDT, exact; see Ledger. */
export interface LedgerPoint {
  readonly atMs: number;
  readonly equityUsdt: string;
  readonly realisedUsdt: string;
  readonly unrealisedUsdt: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
}

/** Earned is positive, fees are paid: prices + funding − fees = net. USDT, exact. */
export interface Earned {
  readonly pricesUsdt: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
  readonly netUsdt: string;
}

export interface EarnedDay extends Earned {
  /** When the UTC day began. */
  readonly dayMs: number;
  /** At its last point. */
  readonly equityUsdt: string;
}

/**
 * Returns what each UTC day earned: its last point against that of the day before, the first against the start.
 *
 * A day without a point has no entry; what came in it counts to the next one that has. `netUsdt` is the change of equity,
 * so that a person's correction is in it. `lasts`: the last point of each day, ascending.
 */
export function earnedByDay(
  startingEquityUsdt: string,
  lasts: readonly LedgerPoint[],
): EarnedDay[] {
  const nothing = { realisedUsdt: '0', unrealisedUsdt: '0', fundingUsdt: '0', feesUsdt: '0' };
  return lasts.map((point, index) => {
    const before = lasts[index - 1] ?? { ...nothing, equityUsdt: startingEquityUsdt };
    const grown = (name: keyof typeof nothing) => exact(point[name]).minus(exact(before[name]));
    return {
      dayMs: floorTo(point.atMs, DAY_MS),
      equityUsdt: point.equityUsdt,
      pricesUsdt: plain(grown('realisedUsdt').plus(grown('unrealisedUsdt'))),
      fundingUsdt: plain(grown('fundingUsdt')),
      feesUsdt: plain(grown('feesUsdt')),
      netUsdt: plain(exact(point.equityUsdt).minus(exact(before.equityUsdt))),
    };
  });
}

/**
 * Returns what was earned on the capital, as a simple yield a year: (equity − start) / start · 365 days / elapsed.
 *
 * Units: fraction; undefined before a whole day has passed, since an hour times 8,760 says nothing.
 */
export function yieldOnCapital(
  startingEquityUsdt: string,
  equityUsdt: string,
  elapsedMs: number,
): number | undefined {
  const start = Number(startingEquityUsdt);
  if (elapsedMs < DAY_MS || !(start > 0)) return undefined;
  return ((Number(equityUsdt) - start) / start) * ((365 * DAY_MS) / elapsedMs);
}

/** A position of which the desk's results are made. */
export type ResultPosition = Pick<Position, 'legs' | 'state' | 'openedAtMs' | 'closedAtMs'>;

export interface MarketEarned extends Earned {
  readonly symbol: string;
  readonly nativeId: string;
  readonly positions: number;
  readonly open: number;
  readonly settlements: number;
}

/** Returns what each market earned by all its positions at their prices now, what earned most first. */
export function earnedByMarket(positions: readonly ResultPosition[]): MarketEarned[] {
  const bySymbol = new Map<string, ResultPosition[]>();
  for (const position of positions) {
    const symbol = pairName(position.legs);
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), position]);
  }
  return [...bySymbol]
    .flatMap(([symbol, own]) => {
      const [first] = own;
      if (!first) return [];
      const { nativeId } = first.legs.short;
      return {
        ...{ symbol, nativeId, positions: own.length },
        open: own.filter(isHeld).length,
        settlements: own.reduce((total, one) => total + settlementsOf(one), 0),
        pricesUsdt: plain(sum(own.map((one) => realised(one).plus(unrealised(one))))),
        fundingUsdt: plain(sum(own.map(fundingOf))),
        feesUsdt: plain(sum(own.map(feesOf))),
        netUsdt: plain(sum(own.map(netOf))),
      };
    })
    .sort((a, b) => exact(b.netUsdt).cmp(exact(a.netUsdt)));
}

export interface WinsAndLosses {
  readonly wins: number;
  readonly winsUsdt: string;
  readonly losses: number;
  readonly lossesUsdt: string;
  /** Undefined before anything was closed. */
  readonly meanHoldingHours: number | undefined;
}

/** Of closed positions, after all costs: what earned nothing is a loss. One that was unwound never was a trade. */
export function winsAndLosses(positions: readonly ResultPosition[]): WinsAndLosses {
  const closed = positions.filter(({ state }) => state === 'closed');
  const nets = closed.map(netOf);
  const won = nets.filter((net) => net.gt(0));
  const lost = nets.filter((net) => net.lte(0));
  const heldMs = closed.flatMap(({ openedAtMs, closedAtMs }) =>
    closedAtMs === undefined ? [] : [closedAtMs - openedAtMs],
  );
  return {
    wins: won.length,
    winsUsdt: plain(sum(won)),
    losses: lost.length,
    lossesUsdt: plain(sum(lost)),
    meanHoldingHours:
      heldMs.length === 0
        ? undefined
        : heldMs.reduce((total, one) => total + one, 0) / heldMs.length / HOUR_MS,
  };
}

function settlementsOf({ legs }: ResultPosition): number {
  return LEGS.reduce((total, name) => total + legs[name].settlementsBooked, 0);
}

function netOf(position: ResultPosition): Big {
  return realised(position)
    .plus(unrealised(position))
    .plus(fundingOf(position))
    .minus(feesOf(position));
}
