import { publishedScore, type Score } from '../../signal/published-score.js';
import type { SeenMarket } from '../observe/observation.js';
import { pairBasis } from '../observe/pair-prices.js';
import type { DecisionSettings } from './decision-settings.js';
import type { Reason } from './verdict.js';

type ScoreSettings = Pick<DecisionSettings, 'entryScore' | 'exitScore'>;

/** The published bot's score of a market now; undefined where a part of it is not known. */
export function marketScore({ signals, legs, prices }: SeenMarket): Score | undefined {
  const predicted = legs.short.funding?.predicted;
  if (!signals || !predicted) return undefined;
  return publishedScore(signals, { rate: predicted.rate, basis: pairBasis(prices) });
}

/** Returns why a market is not entered by its score; undefined where it is. */
export function scoreRefusal(
  market: SeenMarket,
  { entryScore }: ScoreSettings,
): Reason | undefined {
  const scored = marketScore(market);
  if (scored?.isShrinking === undefined) {
    return { code: 'no-signals', text: 'Its signals are not known yet: too few rows are proven' };
  }
  if (scored.isShrinking) {
    const text = 'Its turnover of seven days is below 0.7 of that of the seven days before';
    return { code: 'turnover-shrinks', text };
  }
  if (scored.score >= entryScore) return undefined;
  return {
    code: 'below-entry',
    text: `The score is ${scored.score.toFixed(3)} (${partsText(scored)}), below the entry at ${entryScore}`,
  };
}

/** Returns why a position is left by its market's score; undefined while it stays, and where it is not known. */
export function scoreReason(market: SeenMarket, { exitScore }: ScoreSettings): Reason | undefined {
  const scored = marketScore(market);
  if (!scored || scored.score >= exitScore) return undefined;
  return {
    code: 'below-exit',
    text: `The score is ${scored.score.toFixed(3)} (${partsText(scored)}), less than ${exitScore}`,
  };
}

/** Reported of what is opened. */
export function scoreText(market: SeenMarket, { entryScore }: ScoreSettings): string {
  const scored = marketScore(market);
  return `The score is ${scored ? `${scored.score.toFixed(3)} (${partsText(scored)})` : 'not known'}, at or above the entry at ${entryScore}`;
}

function partsText({ parts }: Score): string {
  return Object.entries(parts)
    .map(([name, part]: [string, number]) => `${name} ${part.toFixed(2)}`)
    .join(', ');
}
