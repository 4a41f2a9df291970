import { TERMS } from '../../format/terms.js';
import { DECISION_TERMS } from './decision-terms.js';

/** By the terms as they stand on the page. */
const EXPLAINED: readonly (readonly [term: string, meaning: string])[] = [
  ['The label on top', DECISION_TERMS.label],
  ['Net', TERMS.net],
  ['±', DECISION_TERMS.deviation],
  ['Rate now', TERMS.predicted],
  ['Percentile', DECISION_TERMS.percentile],
  ['Trend', DECISION_TERMS.trend],
  ['Break-even', TERMS.breakEven],
  ['Size, if opened', DECISION_TERMS.size],
  ['Bound by', DECISION_TERMS.boundBy],
  ['Rank', DECISION_TERMS.rank],
  ['Expected funding', TERMS.expected],
  ['Expected of the basis', DECISION_TERMS.convergence],
  ['Costs', TERMS.costs],
  ['Opens from', DECISION_TERMS.entry],
  ['Round trip', DECISION_TERMS.roundTrip],
  ['Rate needed', DECISION_TERMS.needed],
  ['Shorts paid', TERMS.paidShare],
  ['Basis', TERMS.basis],
  ['Rule', DECISION_TERMS.against],
  ['Caution', DECISION_TERMS.caution],
  ['Score', DECISION_TERMS.score],
  ['Slope', DECISION_TERMS.slope],
  ['Persistence', DECISION_TERMS.persistence],
  ['Half-life', DECISION_TERMS.halfLife],
  ['Regime', DECISION_TERMS.regime],
  ['Mean, 95 %', DECISION_TERMS.interval],
];

/** What stands on hover, for who can't hover: a finger, a keyboard, a screen reader. */
export function GlossaryPanel() {
  return (
    <details className="panel decision-glossary">
      <summary>What these terms mean</summary>
      <dl>
        {EXPLAINED.map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}.</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
