import { CyclesRoute, type CycleSummary } from '@fullcarry/contracts/http/cycles-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask.js';
import { countText, moneyText } from '../../format/numbers.js';
import { readable } from '../../format/sentence.js';
import { durationText } from '../../format/times.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Table, type Column } from '../../ui/table.js';
import { UtcTime } from '../../ui/utc-time.js';

export function CyclesPanel() {
  const cycles = useQuery({
    queryKey: ['cycles'],
    queryFn: ({ signal }) => ask(CyclesRoute, { query: { limit: 100 }, signal }),
  });
  return (
    <Panel title="Cycles" note="The last hundred, the newest first">
      {!cycles.data ? (
        cycles.error ? (
          <Failed what="the cycles" error={cycles.error} onRetry={() => void cycles.refetch()} />
        ) : (
          <Loading what="the cycles" />
        )
      ) : cycles.data.cycles.length === 0 ? (
        <Empty>The desk has not cycled yet.</Empty>
      ) : (
        <div className="short-list">
          <Table
            label="Cycles"
            columns={COLUMNS}
            rows={cycles.data.cycles}
            rowKey={({ number }) => number}
          />
        </div>
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
