import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { countText } from '../../../format/numbers.js';
import { sourceText } from '../../../format/source.js';
import { Fingerprint } from '../../../ui/fingerprint.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';

type Series = BacktestDocumentV1['dataset']['series'][number];

/** On which proven rows the result stands. */
export function ProofPanel({
  document: { dataset },
}: {
  readonly document: Pick<BacktestDocumentV1, 'dataset'>;
}) {
  const rows = dataset.series.reduce((all, one) => all + one.rows, 0);
  return (
    <Panel
      title="Dataset certificate"
      note={`${countText(dataset.series.length)} series of ${countText(rows)} rows, all proven when it was made. ${sourceText(dataset.source)}`}
      actions={<Fingerprint sha256={dataset.sha256} />}
    >
      <div className="short-list">
        <Table
          label="Certificates of the series"
          columns={SERIES}
          rows={dataset.series}
          rowKey={({ series }) => series}
        />
      </div>
    </Panel>
  );
}

const SERIES: readonly Column<Series>[] = [
  { head: 'Series', cell: ({ series }) => series },
  { head: 'Rows', align: 'right', cell: ({ rows }) => countText(rows) },
  {
    head: 'Proven empty',
    align: 'right',
    cell: ({ confirmedEmpty }) => countText(confirmedEmpty),
  },
  {
    head: 'Before listing',
    align: 'right',
    cell: ({ beforeListing }) => countText(beforeListing),
  },
  {
    head: 'After delisting',
    align: 'right',
    cell: ({ afterDelisting }) => countText(afterDelisting),
  },
  { head: 'Certificate', cell: ({ sha256 }) => <Fingerprint sha256={sha256} /> },
];
