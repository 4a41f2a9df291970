import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { Link } from 'wouter';
import { countText, moneyText, percentText } from '../../format/numbers.js';
import { Amount, Signed } from '../../ui/amount.js';
import type { Column } from '../../ui/table/table.js';
import { changedText, intervalText, PRESETS } from './backtest-texts.js';
import { StaleMark } from './stale-mark.js';
import { RISK_COLUMNS, STORED_COLUMNS } from './stored-columns.js';

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
  ...STORED_COLUMNS,
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
  ...RISK_COLUMNS,
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
