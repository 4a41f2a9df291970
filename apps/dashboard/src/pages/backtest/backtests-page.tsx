import { BacktestsRoute } from '@fullcarry/contracts/http/backtest/backtests-route';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import { countText } from '../../format/numbers.js';
import { dayText } from '../../format/times.js';
import { PageTitle } from '../../shell/page-title.js';
import { Button } from '../../ui/form/button.js';
import { Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { useNow } from '../../ui/since.js';
import { Table } from '../../ui/table/table.js';
import './backtest.css';
import { RESULT_COLUMNS } from './result-columns.js';
import { RunPanel } from './run/run-panel.js';
import { SweepsPanel } from './sweep/sweeps-panel.js';

const PAGE = 20;

/** Where a backtest is asked for, and the results that are stored, the newest first. */
export default function BacktestsPage() {
  const results = useInfiniteQuery({
    queryKey: ['backtests', 'list'],
    queryFn: ({ pageParam, signal }) =>
      ask(BacktestsRoute, { query: { limit: PAGE, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const known = pages.reduce((all, { backtests }) => all + backtests.length, 0);
      return known < total && pages.at(-1)?.backtests.length !== 0 ? known : null;
    },
  });
  const rows = results.data?.pages.flatMap(({ backtests }) => backtests);
  return (
    <>
      <PageTitle title="Backtest" />
      <RunPanel />
      <Panel
        title="Results"
        note={
          rows &&
          rows.length > 0 &&
          `${countText(rows.length)} of ${countText(results.data?.pages[0]?.total)}, the newest first; USDT on paper. Yearly yields are in sample`
        }
      >
        {!rows ? (
          results.error ? (
            <Failed
              what="the results"
              error={results.error}
              onRetry={() => void results.refetch()}
            />
          ) : (
            <Loading what="the results" />
          )
        ) : rows.length === 0 ? (
          <NoResult />
        ) : (
          <Table
            label="Results of backtests"
            columns={RESULT_COLUMNS}
            rows={rows}
            rowKey={({ sha256 }) => sha256}
          />
        )}
        {results.hasNextPage && (
          <Button disabled={results.isFetching} onClick={() => void results.fetchNextPage()}>
            Show older ones
          </Button>
        )}
      </Panel>
      <SweepsPanel />
    </>
  );
}

function NoResult() {
  const nowMs = useNow(HOUR_MS);
  const day = (daysAgo: number) => dayText(nowMs - daysAgo * DAY_MS);
  return (
    <div className="notice">
      <p>
        <strong>No backtest was run on this database yet.</strong> A backtest plays days of proven
        history to the desk, as if they were now, and stores what would have come of it. It is asked
        for above, or on the command line, where this program is installed:
      </p>
      <pre className="command" tabIndex={0} aria-label="The command">
        <code>
          npm run fullcarry -- backtest run --from {day(61)} --to {day(1)} --assume flat-basis
          --assume fine-lots
        </code>
      </pre>
      <p>
        <code>--assume</code> says what may be taken for granted although it is not stored: that the
        coin costs what its perpetual does (<code>flat-basis</code>), and that any quantity can be
        traded (<code>fine-lots</code>). Days that are not proven are refused, and the command says
        which. <code>npm run fullcarry -- backtest run --help</code> lists the rest. With another
        database than the usual one, add <code>--database</code>.
      </p>
    </div>
  );
}
