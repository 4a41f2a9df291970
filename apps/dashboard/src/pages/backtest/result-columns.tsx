import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { Link } from 'wouter';
import { countText, moneyText, percentText } from '../../format/numbers.js';
import { isReplay, sourceText } from '../../format/source.js';
import { Amount, Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { breakEvenNote, breakEvenText, changedText, intervalText } from './backtest-texts.js';
import { PRESETS, windowText } from './backtest-texts.js';
import { StaleMark } from './stale-mark.js';

/** So many changed settings are listed. */
const LISTED = 4;

/** What was asked, then what it takes, then what it brings. */
export const RESULT_COLUMNS: readonly Column<BacktestSummary>[] = [
  {
    head: 'Result',
    cell: ({ sha256 }) => (
      <Link href={`/backtest/${sha256}`} title={sha256}>
        <code>{sha256.slice(0, 12)}</code>
      </Link>
    ),
  },
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
  {
    head: 'Settings',
    align: 'wrap',
    cell: ({ preset, changed, legDelayCandles }) => (
      <>
        {PRESETS[preset]}
        {changed.slice(0, LISTED).map((one) => (
          <span key={one.name} className="backtest-changed">
            {changedText(one)}
          </span>
        ))}
        {changed.length > LISTED && (
          <span
            className="backtest-changed"
            title={changed.slice(LISTED).map(changedText).join(', ')}
          >
            and {countText(changed.length - LISTED)} more
          </span>
        )}
        {legDelayCandles > 0 && (
          <span className="backtest-changed">
            Second leg {countText(legDelayCandles)} candle later
          </span>
        )}
      </>
    ),
  },
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
  {
    head: 'Net',
    align: 'right',
    cell: ({ metrics, startingEquityUsdt }) => (
      <strong title={`On ${moneyText(startingEquityUsdt)} USDT`}>
        <Amount usdt={metrics.netUsdt} />
      </strong>
    ),
  },
  {
    head: 'A year, in sample',
    align: 'right',
    cell: ({ metrics }) => (
      <>
        <Signed value={metrics.yearlyYield}>{percentText(metrics.yearlyYield, 2, 'always')}</Signed>
        <span className="unit backtest-interval">{intervalText(metrics)}</span>
      </>
    ),
  },
  { head: 'Rows', cell: ({ stale }) => <StaleMark stale={stale} /> },
];
