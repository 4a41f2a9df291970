import type { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { fundingStatistics } from '@fullcarry/domain/market/funding-statistics';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { settledRates } from '../market/settled-rates.js';

export type VenueFunding = ReplyOf<typeof FundingRatesRoute>;

/** The stretch of the range in which every venue has settlements: only there can they be compared. Undefined where there is none. */
export function commonWindow(
  venues: readonly VenueFunding[],
  range: TimeWindow,
): TimeWindow | undefined {
  const firsts = venues.map(({ settlements }) => settlements[0]?.[0]);
  if (venues.length === 0 || firsts.some((first) => first === undefined)) return undefined;
  const fromMs = Math.max(range.fromMs, ...firsts.map((first) => first ?? Infinity));
  return fromMs < range.toMs ? { fromMs, toMs: range.toMs } : undefined;
}

/** What a short of notional 1 was paid in a window: Σ rate, a fraction, positive is earned. */
export function earned({ settlements }: VenueFunding, { fromMs, toMs }: TimeWindow): number {
  return settlements
    .filter(([atMs]) => atMs >= fromMs && atMs < toMs)
    .reduce((sum, [, rate]) => sum + Number(rate), 0);
}

/** Whether settlements of the window are not stored, so that its sum is of less than the window. */
export function isPartial({ holes }: VenueFunding, { fromMs, toMs }: TimeWindow): boolean {
  return holes.some(
    (hole) =>
      hole.fromMs < toMs &&
      hole.toMs > fromMs &&
      !['before-listing', 'after-delisting'].includes(hole.status),
  );
}

/** Of the last days: by the year, a fraction; undefined where nothing was settled. */
export function meanOf({ settlements, window }: VenueFunding, days: number): number | undefined {
  const since = settlements.filter(([atMs]) => atMs >= window.toMs - days * DAY_MS);
  return fundingStatistics(settledRates(since))?.yearlyRate;
}

export interface VenuePair {
  readonly long: string;
  readonly short: string;
  /** What the short was paid less what the long paid, in the window: a fraction of one leg, before fees. */
  readonly earned: number;
}

/** Which two venues would have earned most in the window: short where most was paid, long where least was. */
export function bestPair(
  venues: readonly VenueFunding[],
  window: TimeWindow,
): VenuePair | undefined {
  const sums = venues
    .map((venue) => ({ exchange: venue.exchange, sum: earned(venue, window) }))
    .sort((a, b) => b.sum - a.sum);
  const short = sums[0];
  const long = sums.at(-1);
  if (!short || !long || short === long) return undefined;
  return { long: long.exchange, short: short.exchange, earned: short.sum - long.sum };
}
