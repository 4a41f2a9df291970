import type { StudiesRoute } from '@fullcarry/contracts/http/backtest/studies-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { countText, decimalText, percentText, UNKNOWN } from '../../../format/numbers.js';
import { Panel } from '../../../ui/panel.js';
import { Stat, Stats } from '../../../ui/stat.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { EVIDENCE_TERMS } from './evidence-terms.js';
import { NoStudy, StudyNote } from './study-note.js';

type Stored = ReplyOf<typeof StudiesRoute>['strategies'];
type Run = NonNullable<Stored>['study']['runs'][number];

const COLUMNS: readonly Column<Run>[] = [
  { head: 'Strategy', cell: ({ strategy }) => strategy },
  { head: 'Size', cell: ({ sizing }) => sizing },
  { head: 'Trades', align: 'right', cell: ({ metrics }) => countText(metrics.trades) },
  column('Net a year', EVIDENCE_TERMS.net, ({ metrics }) => percentText(metrics.yearlyYield)),
  column('With 95 %', EVIDENCE_TERMS.net, ({ metrics }) =>
    rangeText(metrics.yearlyYieldLow, metrics.yearlyYieldHigh),
  ),
  column('Drawdown', EVIDENCE_TERMS.drawdown, ({ metrics }) => percentText(metrics.maxDrawdown)),
  column('Sharpe', EVIDENCE_TERMS.sharpe, ({ metrics }) => decimalText(metrics.sharpe, 2)),
  column('Deflated', EVIDENCE_TERMS.deflated, ({ deflatedSharpe }) =>
    percentText(deflatedSharpe, 0),
  ),
  column('More than the default', EVIDENCE_TERMS.more, ({ moreThanDefault: more }) =>
    more ? `${percentText(more.mean, 2, 'always')} (${rangeText(more.low, more.high)})` : UNKNOWN,
  ),
];

/** Every strategy with every way to size over the same rows, out of sample. */
export function StrategyStudyPanel({ stored }: { readonly stored: Stored }) {
  return (
    <Panel
      title="Strategies and sizes"
      note="Over the same rows; nothing was chosen by what a run earned. The first row has the desk’s default strategy and size"
    >
      {stored ? (
        <>
          <Table
            label="Strategies and sizes"
            columns={COLUMNS}
            rows={stored.study.runs}
            rowKey={({ strategy, sizing }) => `${strategy} ${sizing}`}
          />
          <Stats>
            <Stat name="Found better than the default" hint={EVIDENCE_TERMS.more} wide>
              {betterText(stored.study.runs)}
            </Stat>
            <Stat name="Overfitting" unit="of choosing the best" hint={EVIDENCE_TERMS.overfitting}>
              {percentText(stored.study.overfitting?.probability, 1)}
            </Stat>
            <Stat name="Days" unit={`after ${countText(stored.study.learnDays)} without a trade`}>
              {countText(stored.study.days)}
            </Stat>
          </Stats>
          <StudyNote study={stored.study} createdAtMs={stored.createdAtMs} />
        </>
      ) : (
        <NoStudy command="npm run fullcarry -- signals compare --from 2026-01-01 --to 2026-10-01 --assume fine-lots" />
      )}
    </Panel>
  );
}

function column(head: string, hint: string, text: (run: Run) => string): Column<Run> {
  return { head, align: 'right', cell: (run) => <span title={hint}>{text(run)}</span> };
}

function rangeText(low: number | undefined, high: number | undefined): string {
  if (low === undefined || high === undefined) return UNKNOWN;
  return `${percentText(low, 2, 'always')} to ${percentText(high, 2, 'always')}`;
}

/** Those whose whole interval lies above 0. */
function betterText(runs: readonly Run[]): string {
  const better = runs.filter(({ moreThanDefault: more }) => more && more.low > 0);
  if (better.length === 0) return 'none';
  return better
    .map(({ strategy, sizing, metrics }) => `${strategy}, ${sizing} (${metrics.trades} trades)`)
    .join('; ');
}
