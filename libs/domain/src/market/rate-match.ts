import { MINUTE_MS } from '../time-window.js';
import { rebuiltRate, type RateFormula } from './rebuilt-rate.js';

/** A rate that is closer than this to the settled one is the same: a hundredth of a basis point of notional. */
export const SAME_RATE = 1e-6;

/** Research takes the rebuilt rate where at least this share of the settlements was rebuilt; else the last settled one. */
export const LEAST_SHARE = 0.99;

/**
 * The interest rates of 8 hours that are known: the usual one first, that of BNBUSDT and some 150 others of Binance, and that
 * of two. Each market has one of its own, which no list of an exchange has right.
 */
const INTEREST_RATES = [0.0001, 0, 0.00005];

/** What was settled, a fraction of notional, and the minutes since the settlement before; undefined where that is not proven. */
export interface ComparedSettlement {
  readonly settledAtMs: number;
  readonly rate: string;
  readonly intervalMinutes: number | undefined;
}

/** The premium index by the minute from `fromMs` on, as it closed; NaN where a minute is not there. */
export interface PremiumMinutes {
  readonly fromMs: number;
  readonly closes: Float64Array;
}

/**
 * How many settlements are what the exchange's formula makes of the premium index.
 *
 * `settlements`: in the stretch. `compared`: those of which every minute of the interval is there. `matching`: of these, those
 * that differ by less than `SAME_RATE`. `share`: matching / compared, 0 to 1; undefined where none was compared.
 * `interestRate`: the one of 8 hours by which most match: which a market has is inferred from that, so that a share near 1
 * of many settlements says something, and one of a few does not. A market's cap and floor are not known here: a settlement
 * that reached one does not match.
 */
export interface RateMatch {
  readonly settlements: number;
  readonly compared: number;
  readonly matching: number;
  readonly share: number | undefined;
  readonly interestRate: number;
  readonly research: ResearchRate;
}

/** Which rate stands for the predicted one in research: rebuilt from the premium index, or the last that was settled. */
export type ResearchRate = 'rebuilt' | 'last-settled';

export function matchRates(
  settled: readonly ComparedSettlement[],
  premium: PremiumMinutes,
  formula: RateFormula,
): RateMatch {
  const intervals = settled.flatMap(({ settledAtMs, rate, intervalMinutes }) => {
    const premiums = intervalMinutes && minutesBefore(premium, settledAtMs, intervalMinutes);
    return premiums ? [{ premiums, intervalMinutes, rate: Number(rate) }] : [];
  });
  const counts = INTEREST_RATES.map((interestRate) => {
    const matching = intervals.filter(({ rate, ...interval }) => {
      const rebuilt = rebuiltRate({ ...interval, interestRate, formula });
      return rebuilt !== undefined && Math.abs(rebuilt - rate) < SAME_RATE;
    }).length;
    return { interestRate, matching };
  });
  const most = Math.max(...counts.map(({ matching }) => matching));
  const { interestRate, matching } = counts.find((one) => one.matching === most) ?? NO_RATE;
  const compared = intervals.length;
  const share = compared === 0 ? undefined : matching / compared;
  return {
    settlements: settled.length,
    ...{ compared, matching, share, interestRate },
    research: share !== undefined && share >= LEAST_SHARE ? 'rebuilt' : 'last-settled',
  };
}

const NO_RATE = { interestRate: 0, matching: 0 };

/** The minutes of the interval that ends at a settlement; undefined unless each is there. */
function minutesBefore(
  { fromMs, closes }: PremiumMinutes,
  settledAtMs: number,
  minutes: number,
): Float64Array | undefined {
  const end = (settledAtMs - fromMs) / MINUTE_MS;
  if (!Number.isSafeInteger(end) || end < minutes || end > closes.length) return undefined;
  const some = closes.subarray(end - minutes, end);
  return some.some(Number.isNaN) ? undefined : some;
}
