import type { SignalValues } from '../../signal/market-signals.js';

/** What unwinding both legs in a hurry costs: the reserve that a large carry fund keeps. Fraction of notional. */
const UNWINDING = 0.005;

const DEVIATIONS = 3;
const HOURS = 24;

/** Of a position of which no signals are seen: more than of any market that was recorded. */
export const UNKNOWN_TAIL_LOSS = 0.03;

/**
 * Returns what a bad day costs, fraction of notional: a day of the rate that 0.1 % of the settlements were worse than, three
 * deviations of the basis over it, and unwinding. Undefined where the settlements or the basis are not known.
 */
export function tailLossOf(
  { tailRate, basisVolatility }: Pick<SignalValues, 'tailRate' | 'basisVolatility'>,
  intervalMinutes: number,
): number | undefined {
  if (tailRate === undefined || basisVolatility === undefined) return undefined;
  const paid = Math.max(0, -tailRate) * ((HOURS * 60) / intervalMinutes);
  return paid + DEVIATIONS * basisVolatility * Math.sqrt(HOURS) + UNWINDING;
}
