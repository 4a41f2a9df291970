import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import {
  countText,
  decimalText,
  moneyText,
  percentText,
  UNKNOWN,
} from '../../../format/numbers.js';
import { readable, sentence } from '../../../format/sentence.js';
import { isReplay } from '@fullcarry/contracts/source';
import { sourceText } from '../../../format/source.js';
import { durationText } from '../../../format/times.js';
import { Amount, Signed } from '../../../ui/amount.js';
import { Badge } from '../../../ui/badge.js';
import { Panel } from '../../../ui/panel.js';
import { Stat, Stats } from '../../../ui/stat.js';
import { UtcTime } from '../../../ui/utc-time.js';
import { CompareChoice } from './compare/compare-choice.js';
import { BACKTEST_TERMS } from '../backtest-terms.js';
import { breakEvenNote, breakEvenText, intervalText, windowText } from '../backtest-texts.js';

const HOUR_MS = 3_600_000;

interface FiguresPanelProps {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

/** What it takes before what it brings. */
export function FiguresPanel({ document, line }: FiguresPanelProps) {
  const { setup, dataset, metrics, cycles, pausedBecause } = document;
  return (
    <Panel
      title="Result"
      note={
        <>
          {countText(dataset.symbols.length)} markets of {setup.venue}, {windowText(setup.window)}{' '}
          UTC, candles of {dataset.timeframe}, {countText(cycles)} decisions; made{' '}
          <UtcTime atMs={line.createdAtMs} />
        </>
      }
      actions={
        <>
          {isReplay(dataset.source) && <Badge title={sourceText(dataset.source)}>Replay</Badge>}
          <Badge tone="info" title={BACKTEST_TERMS.inSample}>
            In sample
          </Badge>
          <CompareChoice line={line} />
        </>
      }
    >
      <Stats>
        <Stat name="Break-even" unit={breakEvenNote(metrics)} hint={BACKTEST_TERMS.breakEven} wide>
          {breakEvenText(metrics)}
        </Stat>
        <Stat
          name="Yearly yield, in sample"
          unit={intervalText(metrics)}
          hint={`${BACKTEST_TERMS.yearly}. ${BACKTEST_TERMS.interval}`}
          wide
        >
          <Signed value={metrics.yearlyYield}>
            {percentText(metrics.yearlyYield, 2, 'always')}
          </Signed>
        </Stat>
        <Stat name="Worst trade" unit="USDT">
          <Amount usdt={metrics.worstTradeUsdt} />
        </Stat>
        <Stat name="Best trade" unit="USDT">
          <Amount usdt={metrics.bestTradeUsdt} />
        </Stat>
        <Stat name="Deepest drawdown" hint={BACKTEST_TERMS.drawdown}>
          {percentText(metrics.maxDrawdown)}
        </Stat>
        <Stat name="Net" unit={`USDT on ${moneyText(setup.startingEquityUsdt)}`}>
          <Amount usdt={document.attribution.netUsdt} />
        </Stat>
        <Stat name="Lowest margin" unit="of the notional" hint={BACKTEST_TERMS.margin}>
          {percentText(lowestMargin(document))}
        </Stat>
        <Stat name="Break-even cost" unit="bp a round trip" hint={BACKTEST_TERMS.breakEvenCost}>
          {decimalText(metrics.breakEvenCostBps)}
        </Stat>
        <Stat name="Trades" unit={`of which ${countText(metrics.wins)} earned`}>
          {countText(metrics.trades)}
        </Stat>
        <Stat name="Held on average" unit="closed trades">
          {metrics.meanHoldingHours === undefined
            ? UNKNOWN
            : durationText(metrics.meanHoldingHours * HOUR_MS)}
        </Stat>
        <Stat
          name="Sharpe ratio"
          unit={
            metrics.sharpe === undefined
              ? setup.assume.includes('flat-basis')
                ? 'not told with a flat basis'
                : 'too few days, or all alike'
              : `above 0 with ${percentText(metrics.probabilisticSharpe, 0)}`
          }
          hint={BACKTEST_TERMS.sharpe}
        >
          {decimalText(metrics.sharpe, 2)}
        </Stat>
      </Stats>
      {pausedBecause !== undefined && (
        <p>
          <Badge tone="warn">Paused</Badge> {sentence(readable(pausedBecause))}
        </p>
      )}
      <p className="panel-note">
        <strong>In sample:</strong> {BACKTEST_TERMS.inSample}.
      </p>
    </Panel>
  );
}

function lowestMargin({ trades }: BacktestDocumentV1): number | undefined {
  const shares = trades.flatMap(({ lowestMarginShare }) => lowestMarginShare ?? []);
  return shares.length === 0 ? undefined : Math.min(...shares);
}
