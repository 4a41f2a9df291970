import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import { sentence } from '../../format/sentence.js';
import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { DECISION_TERMS } from './decision-terms.js';

/** Every rule that refuses it, and what else is worth knowing. */
export function AgainstPanel({ explained }: { readonly explained: MarketExplainedView }) {
  const { against, cautions } = explained;
  const isNothing = against.length === 0 && cautions.length === 0;
  return (
    <Panel
      title="What speaks against it"
      note="A rule refuses an opening; a caution refuses nothing, since out of sample no signal added to the expected funding"
    >
      {isNothing && (
        <p>Nothing that the desk can see. What a backtest does not model is not in it.</p>
      )}
      <ul className="decision-against">
        {against.map(({ code, text }) => (
          <li key={`rule ${code}`}>
            <Badge tone="bad" title={`${DECISION_TERMS.against} (${code})`}>
              Rule
            </Badge>{' '}
            {sentence(text)}
          </li>
        ))}
        {cautions.map(({ code, text }) => (
          <li key={`caution ${code}`}>
            <Badge tone="warn" title={`${DECISION_TERMS.caution} (${code})`}>
              Caution
            </Badge>{' '}
            {sentence(text)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
