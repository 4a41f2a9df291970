import { CyclesRoute, type CycleSummary } from '@fullcarry/contracts/http/desk/cycles-route';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';
import { countText, moneyText } from '../../../format/numbers.js';
import { readable } from '../../../format/sentence.js';
import { durationText } from '../../../format/times.js';
import { Button } from '../../../ui/form/button.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { UtcTime } from '../../../ui/utc-time.js';

const PAGE = 25;
/** Before no number: from the newest on. */
const NEWEST = 0;

export function CyclesPanel() {
  const cycles = useInfiniteQuery({
    queryKey: ['cycles'],
    queryFn: ({ pageParam, signal }) => {
      const beforeNumber = pageParam === NEWEST ? undefined : pageParam;
      return ask(CyclesRoute, { query: { limit: PAGE, beforeNumber }, signal });
    },
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBeforeNumber,
  });
  const rows = cycles.data?.pages.flatMap((page) => page.cycles);
  return (
    <Panel title="Cycles" note="The newest first">
      {!rows ? (
        cycles.error ? (
          <Failed what="the cycles" error={cycles.error} onRetry={() => void cycles.refetch()} />
        ) : (
          <Loading what="the cycles" />
        )
      ) : rows.length === 0 ? (
        <Empty>The desk has not cycled yet.</Empty>
      ) : (
        <div className="short-list">
          <Table label="Cycles" columns={COLUMNS} rows={rows} rowKey={({ number }) => number} />
        </div>
      )}
      {cycles.hasNextPage && (
        <Button disabled={cycles.isFetching} onClick={() => void cycles.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<CycleSummary>[] = [
  { head: 'No.', align: 'right', cell: ({ number }) => countText(number) },
  {
    head: 'Started, UTC',
    cell: ({ startedAtMs }) => <UtcTime atMs={startedAtMs} bare seconds />,
  },
  { head: 'Took', align: 'right', cell: ({ durationMs }) => durationText(durationMs) },
  { head: 'Rows synced', align: 'right', cell: ({ rowsSynced }) => countText(rowsSynced) },
  { head: 'Opened', align: 'right', cell: ({ opened }) => countText(opened) },
  { head: 'Closed', align: 'right', cell: ({ closed }) => countText(closed) },
  { head: 'Held', align: 'right', cell: ({ held }) => countText(held) },
  {
    head: 'Equity, USDT',
    align: 'right',
    cell: ({ ledger }) => moneyText(ledger.equityUsdt),
  },
  {
    head: 'Warnings',
    align: 'wrap',
    cell: ({ warnings }) => (warnings.length === 0 ? 'none' : readable(warnings.join(' '))),
  },
];
