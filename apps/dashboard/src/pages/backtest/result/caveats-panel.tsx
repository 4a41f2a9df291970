import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { countText } from '../../../format/numbers.js';
import { readable } from '../../../format/sentence.js';
import { Panel } from '../../../ui/panel.js';
import { AssumedList, NotModelledList } from '../caveat-lists.js';
import { passedText } from './passed-text.js';

/** What was assumed, what is not modelled, and why nothing was done where nothing was. */
export function CaveatsPanel({ document }: { readonly document: BacktestDocumentV1 }) {
  const { assumed, notModelled, failures, passedBecause } = document;
  const [first] = failures;
  const passed = Object.entries(passedBecause).sort(([, a], [, b]) => b - a);
  return (
    <Panel title="What this result does not say" note="It stands on every report">
      <div className="backtest-two">
        <div>
          <AssumedList assumed={assumed} />
          <h3 className="backtest-next">Why markets were not opened, by decisions</h3>
          <ul className="backtest-list">
            {passed.map(([code, times]) => (
              <li key={code}>
                {countText(times)}: {passedText(code)}
              </li>
            ))}
          </ul>
          <p className="backtest-next">
            Decided and not done: {countText(failures.length)}
            {first && `, the first: ${first.symbol}, ${readable(first.reason)}`}
          </p>
        </div>
        <NotModelledList notModelled={notModelled} />
      </div>
    </Panel>
  );
}
