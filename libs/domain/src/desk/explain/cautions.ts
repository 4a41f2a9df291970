import { normalShare } from '../../backtest/statistics/normal.js';
import type { SignalValues } from '../../signal/market-signals.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { percent, type Reason } from '../decide/verdict.js';

/** From this share of its own settlements on a rate is called high for its market. */
const HIGH_LEVEL = 0.9;

/** So many deviations below its usual the basis is called low. */
const LOW_BASIS = -2;

/** Turnover of seven days against the seven before: what the published bot calls shrinking. */
const SHRINKING = -0.3;

/** A year of a carry of an hour. */
const YEAR_HOURS = 8760;

/**
 * What speaks against a market beyond the rules: each a reading of its outlook or of one signal with its figure. No rule refuses
 * for them: out of sample no signal added to the expected carry (docs/SIGNALS.md).
 */
export function cautions(outlook: MarketOutlook, signals: SignalValues | undefined): Reason[] {
  return [...outlookCautions(outlook), ...(signals ? signalCautions(signals) : [])];
}

function outlookCautions({ netYield, yieldDeviation, paidShare }: MarketOutlook): Reason[] {
  const reasons: Reason[] = [];
  if (yieldDeviation !== undefined && yieldDeviation > Math.abs(netYield)) {
    const chance = percentWhole(normalShare(netYield / yieldDeviation));
    const text = `The net yield may as well be of the other sign: its deviation of ${percent(yieldDeviation)} is larger, and by it the costs are earned with ${chance}`;
    reasons.push({ code: 'uncertain', text });
  }
  if (paidShare !== undefined && paidShare < 0.5) {
    const text = `A short was paid at ${percentWhole(paidShare)} of its settlements of 90 days, fewer than half`;
    reasons.push({ code: 'seldom-paid', text });
  }
  return reasons;
}

function signalCautions({
  level,
  trend,
  regime,
  basisScore,
  turnoverTrend,
}: SignalValues): Reason[] {
  const reasons: Reason[] = [];
  if (level !== undefined && level >= HIGH_LEVEL) {
    const text = `The last rate is high for this market: ${percentWhole(level)} of its settlements of 90 days paid no more. The outlook counts on its going back to the mean`;
    reasons.push({ code: 'high-level', text });
  }
  if (trend !== undefined && trend < 0) {
    const text = `The rate falls: its average of a day is ${percent(-trend * YEAR_HOURS)} a year below that of a week`;
    reasons.push({ code: 'falling', text });
  }
  if (regime === 'inverted') {
    const text = 'Its regime is inverted: over the last days shorts paid on average';
    reasons.push({ code: 'inverted', text });
  }
  if (basisScore !== undefined && basisScore <= LOW_BASIS) {
    const text = `The perpetual is cheaper than usual against the other leg, by ${Math.abs(basisScore).toFixed(1)} deviations: the basis would have to fall further to earn anything`;
    reasons.push({ code: 'low-basis', text });
  }
  if (turnoverTrend !== undefined && turnoverTrend < SHRINKING) {
    const text = `Its turnover of seven days is ${percentWhole(-turnoverTrend)} below that of the seven before`;
    reasons.push({ code: 'turnover-shrinks', text });
  }
  return reasons;
}

function percentWhole(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
