import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import {
  BacktestsRoute,
  type BacktestSummary,
} from '@fullcarry/contracts/http/backtest/backtests-route';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../../../../api/ask.js';
import { Choice } from '../../../../ui/form/choice.js';
import { useAddress } from '../../../../ui/form/use-address.js';
import { Failed, Loading } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { Table, type Column } from '../../../../ui/table/table.js';
import { windowText } from '../../backtest-words.js';
import { comparedRows, differingRows, type ComparedRow } from './compared-rows.js';
import { useBacktest } from '../use-backtest.js';

const NOTHING = 'nothing';

/** With which other result this one is compared, of the newest ones. */
export function CompareChoice({ line }: { readonly line: BacktestSummary }) {
  const [other, setOther] = useAddress('with', NOTHING);
  const results = useQuery({
    queryKey: ['backtests', 'choice'],
    queryFn: ({ signal }) => ask(BacktestsRoute, { query: { limit: 100 }, signal }),
  });
  const others = (results.data?.backtests ?? []).filter(({ sha256 }) => sha256 !== line.sha256);
  const isListed = other === NOTHING || others.some(({ sha256 }) => sha256 === other);
  const options = [
    [NOTHING, others.length === 0 ? 'No other result' : 'Nothing'] as const,
    ...(isListed ? [] : [[other, other.slice(0, 12)] as const]),
    ...others.map(
      ({ sha256, window }) => [sha256, `${sha256.slice(0, 12)}, ${windowText(window)}`] as const,
    ),
  ];
  return (
    <div className="filters">
      <Choice
        label="Compare with"
        value={other}
        options={options}
        disabled={others.length === 0}
        onChange={setOther}
      />
    </div>
  );
}

interface ComparePanelProps {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

/** Two results side by side, where another one was chosen. */
export function ComparePanel({ document, line }: ComparePanelProps) {
  const [other] = useAddress('with', NOTHING);
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
    { head: '', cell: ({ name }) => name },
    { head: `This, ${own.slice(0, 12)}`, align: 'right', cell: ({ texts }) => texts[0] },
    {
      head: <Link href={`/backtest/${other}`}>{other.slice(0, 12)}</Link>,
      align: 'right',
      cell: ({ texts }) => texts[1],
    },
  ];
}
