import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { useMemo, useState } from 'react';
import { countText, percentText } from '../../../format/numbers.js';
import { Amount } from '../../../ui/amount.js';
import { Button } from '../../../ui/form/button.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { RISK_COLUMNS } from '../stored-columns.js';
import { chosenText } from './sweep-texts.js';

type Trial = SweepDocumentV1['trials'][number];

const PAGE = 25;

/** Every run of the whole window, however bad. */
export function TrialsPanel({ document }: { readonly document: SweepDocumentV1 }) {
  const { trials, candidates } = document;
  const [shown, setShown] = useState(PAGE);
  const rows = useMemo(
    () => [...trials].sort((a, b) => b.metrics.netUsdt - a.metrics.netUsdt),
    [trials],
  );
  const columns = useMemo((): readonly Column<Trial>[] => columnsOf(candidates), [candidates]);
  return (
    <Panel
      title="All that was tried"
      note="On the whole window, in sample: the best of many is best by luck too. A run with these settings gets the same hash"
    >
      <div className="short-list">
        <Table
          label="Trials"
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={({ candidate }) => candidate}
        />
      </div>
      {shown < rows.length && (
        <Button onClick={() => setShown(shown + PAGE)}>
          Show more of {countText(rows.length)}
        </Button>
      )}
    </Panel>
  );
}

function columnsOf(candidates: SweepDocumentV1['candidates']): readonly Column<Trial>[] {
  return [
    {
      head: 'Settings',
      align: 'wrap',
      cell: ({ candidate }) => chosenText(candidates[candidate]),
    },
    ...RISK_COLUMNS,
    {
      head: 'Drawdown',
      align: 'right',
      cell: ({ metrics }) => percentText(metrics.maxDrawdown),
    },
    { head: 'Trades', align: 'right', cell: ({ metrics }) => countText(metrics.trades) },
    {
      head: 'Net, in sample',
      align: 'right',
      cell: ({ metrics }) => <Amount usdt={metrics.netUsdt} />,
    },
    { head: 'Hash', cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}</code> },
  ];
}
