import {
  breakEvenHours,
  expectedConvergence,
  expectedHourlyCarry,
  grossYearlyYield,
  hourlyCarry,
  predictedShare,
  yearly,
} from './carry-yield.js';
import { bothDeviations, carryDeviation } from './carry-uncertainty.js';
import { twoSpeedCarry, twoSpeedDeviation } from './two-speed-carry.js';
import type { FundingStream } from './funding-stream.js';
import { settingsCosts, type PairCosts, type TradingCosts } from './round-trip-cost.js';

/** Of both legs: the short one is paid its own, the long one pays its own where it is a perpetual. */
export interface FundingStreams {
  readonly short: FundingStream;
  readonly long: FundingStream | undefined;
}

/** What is asked of an outlook. Yields are fractions a year. */
export interface OutlookSettings extends TradingCosts {
  readonly holdingHours: number;
  readonly basisConvergence: number;
  readonly entryNetYield: number;
  readonly maxBreakEvenHours: number;
}

/** What a market promises who opens both legs now, or holds them. Yields are fractions a year, not compounded. */
export interface MarketOutlook {
  readonly grossYield: number;
  /** Expected carry over the holding time, what the long leg pays taken off. */
  readonly carryYield: number;
  /** What of the basis is expected to be earned, or is lost where it is a discount. */
  readonly convergenceYield: number;
  /** Expected carry + expected convergence of the basis − all four fills, over the holding time. */
  readonly netYield: number;
  /** Of a position that is held: expected carry + expected convergence + the two fills that staying saves. */
  readonly holdingYield: number;
  /** One standard deviation of both yields, by how the settlements were spread; undefined without history. */
  readonly yieldDeviation: number | undefined;
  /** Infinity when the predicted rate is not earned. */
  readonly breakEvenHours: number;
  /** The predicted rate, of one settlement, from which on the market is worth opening: fraction of notional. */
  readonly neededRate: number;
  /** What the yields are after. */
  readonly costs: PairCosts;
  /** Share of the settlements that a short was paid at; undefined without history. */
  readonly paidShare: number | undefined;
}

/**
 * Returns the outlook for the holding time, by the market's own interval and what its history says.
 *
 * `basis`: (short − long) / long, undefined where a price is: none of a spot: then no convergence is expected.
 * What opening cost is no part of what holding is worth: it is paid either way. `bookCosts`: what the order books of now
 * say that it costs; by the settings where they are not known.
 */
export function marketOutlook(
  { short, long }: FundingStreams,
  basis: number | undefined,
  settings: OutlookSettings,
  bookCosts?: PairCosts,
): MarketOutlook {
  const { holdingHours: hours, basisConvergence } = settings;
  const instruments = { long: long ? 'perpetual' : 'spot', short: 'perpetual' } as const;
  const costs = bookCosts ?? settingsCosts(settings, instruments);
  const cost = costs.roundTrip;
  const convergence = basis === undefined ? 0 : expectedConvergence(basis, basisConvergence);
  const promised = promisedBy(short, hours);
  const pays = long && promisedBy(long, hours);
  const paid = pays ? hours * pays.carry : 0;
  const earned = hours * promised.carry;
  const deviation = bothDeviations(promised.deviation, pays ? pays.deviation : 0);
  const gain = earned - paid + convergence;
  const now = {
    rate: hourlyCarry(short.predicted) - (long ? hourlyCarry(long.predicted) : 0),
    intervalMinutes: 60,
  };
  return {
    grossYield: grossYearlyYield(now),
    carryYield: yearly(earned - paid, hours),
    convergenceYield: yearly(convergence, hours),
    netYield: yearly(gain - cost, hours),
    holdingYield: yearly(gain + costs.leaving, hours),
    yieldDeviation: deviation === undefined ? undefined : yearly(deviation, hours),
    breakEvenHours: breakEvenHours(now, cost),
    neededRate: neededRate({ short, long }, { cost, toEarn: cost - convergence + paid }, settings),
    costs,
    paidShare: short.persistence?.paidShare,
  };
}

/** What a stream promises over the next hours. */
interface Promised {
  readonly hours: number;
  /** Fraction of notional an hour. */
  readonly carry: number;
  /** Of it by two speeds; undefined where it goes back in one. */
  readonly inTwoSpeeds: number | undefined;
  /** Fraction of notional; undefined without history. */
  readonly deviation: number | undefined;
  /** See predictedShare. */
  readonly share: number;
}

/** Prices change with each candle, and a stream with each settlement. */
const PROMISED = new WeakMap<FundingStream, Promised>();

function promisedBy(stream: FundingStream, hours: number): Promised {
  const known = PROMISED.get(stream);
  if (known?.hours === hours) return known;
  const { predicted, persistence } = stream;
  const inTwoSpeeds = twoSpeedCarry(stream, hours);
  const promised = {
    hours,
    carry: inTwoSpeeds ?? expectedHourlyCarry(predicted, persistence, hours),
    inTwoSpeeds,
    deviation: deviationOf(stream, hours),
    share: predictedShare(predicted, persistence, hours),
  };
  PROMISED.set(stream, promised);
  return promised;
}

/** Fraction of notional, over the next hours. */
function deviationOf(stream: FundingStream, hours: number): number | undefined {
  if (stream.slowCarry !== undefined) return twoSpeedDeviation(stream, hours);
  return carryDeviation(stream.predicted, stream.persistence, hours);
}

/** `toEarn`: what the short's carry has to bring before anything is gained, fraction of notional; `cost`: of four fills. */
function neededRate(
  { short, long }: FundingStreams,
  { cost, toEarn }: { readonly cost: number; readonly toEarn: number },
  settings: OutlookSettings,
): number {
  const { holdingHours: hours, entryNetYield, maxBreakEvenHours } = settings;
  const { predicted, persistence } = short;
  const neededCarry = (toEarn + (entryNetYield * hours) / 8760) / hours;
  const { share, inTwoSpeeds: slow } = promisedBy(short, hours);
  const mean = persistence?.meanHourlyCarry ?? neededCarry;
  // In two speeds too the expected carry moves by the predicted one's share.
  const now =
    slow === undefined
      ? mean + (neededCarry - mean) / share
      : hourlyCarry(predicted) + (neededCarry - slow) / share;
  const inTime = cost / maxBreakEvenHours + (long ? hourlyCarry(long.predicted) : 0);
  return (Math.max(now, inTime) * predicted.intervalMinutes) / 60;
}
