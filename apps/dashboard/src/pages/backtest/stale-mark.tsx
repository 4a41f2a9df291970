import type { StaleBacktest } from '@fullcarry/contracts/http/backtest/backtests-route';
import { readable, sentence } from '../../format/sentence.js';
import { countText } from '../../format/numbers.js';
import { Badge } from '../../ui/badge.js';
import { BACKTEST_TERMS } from './backtest-terms.js';

/** Whether a result could be had again today. */
export function StaleMark({ stale }: { readonly stale: StaleBacktest | null }) {
  if (!stale) return <Badge tone="good">Up to date</Badge>;
  return (
    <Badge tone="warn" title={`${BACKTEST_TERMS.stale}. ${sentence(stale.text)}`}>
      Stale
    </Badge>
  );
}

/** Why it could not, and which series it is. */
export function StaleReason({ stale }: { readonly stale: StaleBacktest }) {
  return (
    <div className="notice backtest-stale" role="status">
      <p>
        <strong>Stale.</strong> {BACKTEST_TERMS.stale}.
      </p>
      {stale.series.length === 0 ? (
        <p>{sentence(stale.text)}</p>
      ) : (
        <details>
          <summary>
            {countText(stale.series.length)} series: {stale.series.slice(0, 3).join(', ')}
            {stale.series.length > 3 && ' …'}
          </summary>
          <ul>
            {stale.text.split('; ').map((line) => (
              <li key={line}>{readable(line)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
