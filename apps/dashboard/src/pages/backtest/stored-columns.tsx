import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { countText } from '../../format/numbers.js';
import { isReplay } from '@fullcarry/contracts/source';
import { sourceText } from '../../format/source.js';
import { Amount } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { breakEvenNote, breakEvenText, windowText } from './backtest-texts.js';

type Stored = Pick<BacktestSummary, 'createdAtMs' | 'window' | 'venue' | 'symbols' | 'source'>;

/** Of whatever is stored: when it was made, and of which rows. */
export const STORED_COLUMNS: readonly Column<Stored>[] = [
  { head: 'Made, UTC', cell: ({ createdAtMs }) => <UtcTime atMs={createdAtMs} bare /> },
  { head: 'Days, UTC', cell: ({ window }) => windowText(window) },
  {
    head: 'Markets',
    cell: ({ venue, symbols, source }) => (
      <span title={symbols.join(', ')}>
        {countText(symbols.length)} of {venue}{' '}
        {isReplay(source) && <Badge title={sourceText(source)}>Replay</Badge>}
      </span>
    ),
  },
];

interface Measured {
  readonly metrics: Pick<
    BacktestSummary['metrics'],
    'breakEvenHours' | 'meanHoldingHours' | 'trades' | 'worstTradeUsdt'
  >;
}

/** What a run takes stands before what it brings. */
export const RISK_COLUMNS: readonly Column<Measured>[] = [
  {
    head: 'Break-even',
    align: 'right',
    cell: ({ metrics }) => <span title={breakEvenNote(metrics)}>{breakEvenText(metrics)}</span>,
  },
  {
    head: 'Worst trade',
    align: 'right',
    cell: ({ metrics }) => <Amount usdt={metrics.worstTradeUsdt} />,
  },
];
