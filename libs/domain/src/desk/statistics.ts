import type Big from 'big.js';
import { DAY_MS, floorTo, HOUR_MS } from '../time-window.js';
import { exact, plain, sum, sumOf } from './exact.js';
import { realised, unrealised, type PositionMoney } from './position-money.js';

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
export interface ResultPosition extends PositionMoney {
  readonly symbol: string;
  readonly nativeId: string;
  readonly state: 'opening' | 'open' | 'closing' | 'closed' | 'unwound';
  readonly settlementsBooked: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
}

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
    bySymbol.set(position.symbol, [...(bySymbol.get(position.symbol) ?? []), position]);
  }
  return [...bySymbol.values()]
    .flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const { symbol, nativeId } = first;
      return {
        ...{ symbol, nativeId, positions: own.length },
        open: own.filter(({ state }) => state !== 'closed' && state !== 'unwound').length,
        settlements: own.reduce((total, one) => total + one.settlementsBooked, 0),
        pricesUsdt: plain(sum(own.map((one) => realised(one).plus(unrealised(one))))),
        fundingUsdt: plain(sumOf(own.map(({ fundingUsdt }) => fundingUsdt))),
        feesUsdt: plain(sumOf(own.map(({ feesUsdt }) => feesUsdt))),
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

function netOf(position: ResultPosition): Big {
  return realised(position)
    .plus(unrealised(position))
    .plus(exact(position.fundingUsdt))
    .minus(exact(position.feesUsdt));
}
