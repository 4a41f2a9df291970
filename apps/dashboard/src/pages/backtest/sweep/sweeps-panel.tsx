import { SweepsRoute, type SweepSummary } from '@fullcarry/contracts/http/backtest/sweep-routes';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../../../api/ask.js';
import { countText, percentText } from '../../../format/numbers.js';
import { Amount, Signed } from '../../../ui/amount.js';
import { Button } from '../../../ui/form/button.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { intervalText } from '../backtest-texts.js';
import { StaleMark } from '../stale-mark.js';
import { STORED_COLUMNS } from '../stored-columns.js';
import { KINDS, settingLabel } from './sweep-texts.js';

const PAGE = 10;

/** The sweeps and walk-forwards that are stored, the newest first. */
export function SweepsPanel() {
  const found = useInfiniteQuery({
    queryKey: ['backtests', 'sweeps'],
    queryFn: ({ pageParam, signal }) =>
      ask(SweepsRoute, { query: { limit: PAGE, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const known = pages.reduce((all, { sweeps }) => all + sweeps.length, 0);
      return known < total && pages.at(-1)?.sweeps.length !== 0 ? known : null;
    },
  });
  const rows = found.data?.pages.flatMap(({ sweeps }) => sweeps);
  return (
    <Panel
      title="Sweeps and walk-forwards"
      note="Many settings on the same rows; what stands here is out of sample"
    >
      {!rows ? (
        found.error ? (
          <Failed what="the sweeps" error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Loading what="the sweeps" />
        )
      ) : rows.length === 0 ? (
        <Empty>None was made yet: the form above asks for one.</Empty>
      ) : (
        <Table label="Sweeps" columns={COLUMNS} rows={rows} rowKey={({ sha256 }) => sha256} />
      )}
      {found.hasNextPage && (
        <Button disabled={found.isFetching} onClick={() => void found.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<SweepSummary>[] = [
  {
    head: 'Result',
    cell: ({ sha256 }) => (
      <Link href={`/backtest/sweep/${sha256}`} title={sha256}>
        <code>{sha256.slice(0, 12)}</code>
      </Link>
    ),
  },
  { head: 'Kind', cell: ({ kind }) => KINDS[kind] },
  ...STORED_COLUMNS,
  {
    head: 'Tried',
    align: 'wrap',
    cell: ({ tried, candidates, runs }) => (
      <>
        {countText(candidates)} settings, {countText(runs)} trials
        {tried.map((name) => (
          <span key={name} className="backtest-changed">
            {settingLabel(name)}
          </span>
        ))}
      </>
    ),
  },
  {
    head: 'Tests earned',
    align: 'right',
    cell: ({ outOfSample, folds }) =>
      `${countText(outOfSample.profitableFolds)} of ${countText(folds)}`,
  },
  {
    head: 'Net',
    align: 'right',
    cell: ({ outOfSample }) => (
      <strong>
        <Amount usdt={outOfSample.netUsdt} />
      </strong>
    ),
  },
  {
    head: 'A year, out of sample',
    align: 'right',
    cell: ({ outOfSample }) => (
      <>
        <Signed value={outOfSample.yearlyYield}>
          {percentText(outOfSample.yearlyYield, 2, 'always')}
        </Signed>
        <span className="unit backtest-interval">{intervalText(outOfSample)}</span>
      </>
    ),
  },
  {
    head: 'Overfitting',
    align: 'right',
    cell: ({ overfitting }) => percentText(overfitting?.probability, 1),
  },
  { head: 'Rows', cell: ({ stale }) => <StaleMark stale={stale} /> },
];
