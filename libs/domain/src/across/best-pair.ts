import type Big from 'big.js';
import { exact, exactSetting, plain } from '../desk/book/exact.js';

/** One perpetual of an asset on one exchange, as a leg of a pair. */
export interface FundingLeg {
  readonly exchange: string;
  /** Fraction of notional an hour, exact decimal text; positive is paid by longs to shorts. */
  readonly ratePerHour: string;
  /** Of one coin, exact decimal text. */
  readonly coinPrice: string;
  /** Of each fill, basis points of notional. */
  readonly takerFeeBps: number;
}

/**
 * Long on one exchange and short on the other. Exact decimal text, fractions of one leg's notional.
 *
 * `grossPerYear`: short rate − long rate over 8,760 hours. `cost`: all four fills, long and short in and out.
 * `netPerYear`: what is left a year when the pair is held for the holding time again and again.
 * `breakEvenHours`: how long it takes to earn the cost; undefined where it is never earned.
 */
export interface FundingPair<Leg extends FundingLeg> {
  readonly long: Leg;
  readonly short: Leg;
  readonly grossPerYear: string;
  readonly cost: string;
  readonly netPerYear: string;
  readonly breakEvenHours: string | undefined;
}

const YEAR_HOURS = 8_760;
const DECIMALS = 18;

/** Prices of one coin that differ by more are not of one coin: a name is a claim. */
const MOST_PRICE_GAP = 0.05;

/**
 * Returns the pair on two exchanges that leaves most after the fees of its four fills, also when that is a
 * loss; undefined where no two exchanges trade the same coin.
 *
 * net a year = (spread an hour · H − cost) · 8,760 / H, cost = 2 · (fee_long + fee_short); H is
 * `holdingHours`. The rates are taken to stay what they are.
 */
export function bestPair<Leg extends FundingLeg>(
  legs: readonly Leg[],
  holdingHours: number,
): FundingPair<Leg> | undefined {
  let best: { readonly pair: FundingPair<Leg>; readonly net: Big } | undefined;
  for (const long of legs) {
    for (const short of legs) {
      if (long.exchange === short.exchange || !sameCoinPrice(long, short)) continue;
      const pair = pairOf(long, short, holdingHours);
      const net = exact(pair.netPerYear);
      if (!best || net.gt(best.net)) best = { pair, net };
    }
  }
  return best?.pair;
}

/** Whether two prices of one coin may be of the same coin. */
export function sameCoinPrice(
  one: Pick<FundingLeg, 'coinPrice'>,
  other: Pick<FundingLeg, 'coinPrice'>,
): boolean {
  const [a, b] = [exact(one.coinPrice), exact(other.coinPrice)];
  const larger = a.gt(b) ? a : b;
  return (
    larger.gt(0) &&
    a
      .minus(b)
      .abs()
      .lte(larger.times(exactSetting(MOST_PRICE_GAP)))
  );
}

function pairOf<Leg extends FundingLeg>(
  long: Leg,
  short: Leg,
  holdingHours: number,
): FundingPair<Leg> {
  const spread = exact(short.ratePerHour).minus(exact(long.ratePerHour));
  const fees = exactSetting(long.takerFeeBps).plus(exactSetting(short.takerFeeBps));
  const cost = fees.times(2).times('0.0001');
  const hours = exactSetting(holdingHours);
  const net = spread.times(hours).minus(cost).times(YEAR_HOURS).div(hours);
  return {
    long,
    short,
    grossPerYear: plain(spread.times(YEAR_HOURS)),
    cost: plain(cost),
    netPerYear: plain(net.round(DECIMALS)),
    breakEvenHours: spread.gt(0) ? plain(cost.div(spread).round(2)) : undefined,
  };
}
