import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import type { SweepSummary } from '@fullcarry/contracts/http/backtest/sweep-routes';
import { countText, decimalText, moneyText, percentText } from '../../../format/numbers.js';
import { isReplay } from '@fullcarry/contracts/source';
import { sourceText } from '../../../format/source.js';
import { Amount, Signed } from '../../../ui/amount.js';
import { Badge } from '../../../ui/badge.js';
import { Panel } from '../../../ui/panel.js';
import { Stat, Stats } from '../../../ui/stat.js';
import { UtcTime } from '../../../ui/utc-time.js';
import { BACKTEST_TERMS } from '../backtest-terms.js';
import { breakEvenNote, breakEvenText, intervalText, windowText } from '../backtest-texts.js';
import { KINDS } from './sweep-texts.js';

interface SweepFiguresPanelProps {
  readonly document: SweepDocumentV1;
  readonly line: SweepSummary;
}

/** The headline is out of sample. */
export function SweepFiguresPanel({ document, line }: SweepFiguresPanelProps) {
  const { setup, dataset, walkForward, candidates, trials, tried, kind } = document;
  const { outOfSample, inSample, folds } = walkForward;
  const overfitting = document.overfitting ?? walkForward.overfitting;
  const nets = folds.map(({ outOfSampleNetUsdt }) => outOfSampleNetUsdt);
  const earned = trials.filter(({ metrics }) => metrics.netUsdt > 0).length;
  return (
    <Panel
      title="Out of sample"
      note={
        <>
          {KINDS[kind]} of {countText(candidates.length)} settings on{' '}
          {countText(dataset.symbols.length)} markets of {setup.venue}, {windowText(setup.window)}{' '}
          UTC, candles of {dataset.timeframe}; made <UtcTime atMs={line.createdAtMs} />
        </>
      }
      actions={isReplay(dataset.source) && <Badge title={sourceText(dataset.source)}>Replay</Badge>}
    >
      <Stats>
        <Stat name="Break-even" unit={breakEvenNote(outOfSample)} hint={BACKTEST_TERMS.breakEven}>
          {breakEvenText(outOfSample)}
        </Stat>
        <Stat
          name="Yearly yield, out of sample"
          unit={intervalText(outOfSample)}
          hint={`${BACKTEST_TERMS.outOfSample}. ${BACKTEST_TERMS.interval}`}
          wide
        >
          <Signed value={outOfSample.yearlyYield}>
            {percentText(outOfSample.yearlyYield, 2, 'always')}
          </Signed>
        </Stat>
        <Stat name="Worst trade" unit="USDT">
          <Amount usdt={outOfSample.worstTradeUsdt} />
        </Stat>
        <Stat name="Best trade" unit="USDT">
          <Amount usdt={outOfSample.bestTradeUsdt} />
        </Stat>
        <Stat name="Worst test" unit="USDT" hint={BACKTEST_TERMS.test}>
          <Amount usdt={Math.min(...nets)} />
        </Stat>
        <Stat name="Best test" unit="USDT" hint={BACKTEST_TERMS.test}>
          <Amount usdt={Math.max(...nets)} />
        </Stat>
        <Stat name="Tests that earned" unit={`of ${countText(folds.length)}`}>
          {countText(outOfSample.profitableFolds)}
        </Stat>
        <Stat
          name="Net, out of sample"
          unit={`USDT in ${countText(outOfSample.days)} days, on ${moneyText(setup.startingEquityUsdt)}`}
          wide
        >
          <Amount usdt={outOfSample.netUsdt} />
        </Stat>
        <Stat
          name="Deflated Sharpe ratio"
          unit={`of ${countText(tried)} trials`}
          hint={BACKTEST_TERMS.deflated}
        >
          {outOfSample.deflatedSharpe === undefined
            ? 'not told'
            : percentText(outOfSample.deflatedSharpe, 1)}
        </Stat>
        <Stat
          name="Sharpe ratio, out of sample"
          unit={setup.assume.includes('flat-basis') ? 'not told with a flat basis' : 'a year'}
        >
          {decimalText(outOfSample.sharpe, 2)}
        </Stat>
        <Stat
          name="Overfitting"
          unit={
            overfitting ? `of ${countText(overfitting.splits)} splits` : 'too few days or settings'
          }
          hint={BACKTEST_TERMS.overfitting}
        >
          {percentText(overfitting?.probability, 1)}
        </Stat>
        {trials.length > 0 && (
          <Stat name="Settings that earned, in sample" unit={`of ${countText(trials.length)}`}>
            {countText(earned)}
          </Stat>
        )}
      </Stats>
      <p className="panel-note">
        In sample, what the folds chose had earned {percentText(inSample.yearlyYield, 2, 'always')}{' '}
        a year before it was tested: what it was chosen by, and no promise.
      </p>
    </Panel>
  );
}
