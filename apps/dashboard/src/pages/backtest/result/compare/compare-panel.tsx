import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { Link } from 'wouter';
import { Failed, Loading } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { Table, type Column } from '../../../../ui/table/table.js';
import { NOTHING, useOther } from './compare-choice.js';
import { comparedRows, differingRows, type ComparedRow } from './compared-rows.js';
import { useBacktest } from '../use-backtest.js';

interface ComparePanelProps {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

/** Two results side by side, where another one was chosen. */
export function ComparePanel({ document, line }: ComparePanelProps) {
  const [other] = useOther();
  if (other === NOTHING) return null;
  return <Compared document={document} line={line} other={other} />;
}

function Compared({ document, line, other }: ComparePanelProps & { readonly other: string }) {
  const found = useBacktest(other);
  const error = found.document.error ?? found.summary.error;
  if (!found.document.data || !found.line) {
    return error ? <Failed what="the other result" error={error} /> : <Loading what="the other" />;
  }
  const sides = [
    { document, line },
    { document: found.document.data, line: found.line },
  ] as const;
  const rows = [...comparedRows(sides), ...differingRows(sides)];
  return (
    <Panel
      title="Compared"
      note="Side by side; of the settings those that differ. Two windows or sets of markets are two different tests"
      actions={<Link href={`/backtest/${found.line.sha256}`}>The other result</Link>}
    >
      <Table
        label="Two results compared"
        columns={columnsOf(line.sha256, found.line.sha256)}
        rows={rows}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}

function columnsOf(own: string, other: string): readonly Column<ComparedRow>[] {
  return [
    { head: 'Figure', cell: ({ name }) => name },
    { head: `This, ${own.slice(0, 12)}`, align: 'right', cell: ({ texts }) => texts[0] },
    {
      head: `Other, ${other.slice(0, 12)}`,
      align: 'right',
      cell: ({ texts }) => texts[1],
    },
  ];
}
