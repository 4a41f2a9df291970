import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { useMemo } from 'react';
import { countText, moneyText } from '../../../../format/numbers.js';
import { Amount } from '../../../../ui/amount.js';
import { Empty } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { Table, type Column } from '../../../../ui/table/table.js';
import { MarketLink } from '../../../market-link.js';
import { marketResults, type MarketResult } from './market-results.js';

/** Which markets earned, and which did not. */
export function MarketsPanel({ document }: { readonly document: BacktestDocumentV1 }) {
  const { dataset, setup, trades } = document;
  const results = useMemo(() => marketResults(trades), [trades]);
  const columns = useMemo(() => columnsOf(setup.venue), [setup.venue]);
  const profitable = results.filter(({ netUsdt }) => netUsdt > 0).length;
  const idle = dataset.symbols.length - results.length;
  return (
    <Panel
      title="Markets"
      note={`${countText(profitable)} of ${countText(results.length)} that were traded were profitable; ${countText(idle)} of ${countText(dataset.symbols.length)} were never traded. The worst first, USDT`}
    >
      {results.length === 0 ? (
        <Empty>
          Nothing was traded. The reasons stand below, under “What this result does not say”.
        </Empty>
      ) : (
        <div className="short-list">
          <Table label="Markets" columns={columns} rows={results} rowKey={({ symbol }) => symbol} />
        </div>
      )}
    </Panel>
  );
}

function columnsOf(venue: string): readonly Column<MarketResult>[] {
  return [
    {
      head: 'Market',
      cell: ({ symbol }) => <MarketLink exchange={venue} symbol={symbol} nativeId={symbol} />,
    },
    {
      head: 'Net',
      align: 'right',
      cell: ({ netUsdt }) => (
        <strong>
          <Amount usdt={netUsdt} />
        </strong>
      ),
    },
    { head: 'Funding', align: 'right', cell: ({ fundingUsdt }) => <Amount usdt={fundingUsdt} /> },
    { head: 'Basis', align: 'right', cell: ({ basisUsdt }) => <Amount usdt={basisUsdt} /> },
    { head: 'Fees', align: 'right', cell: ({ feesUsdt }) => moneyText(feesUsdt) },
    { head: 'Slippage', align: 'right', cell: ({ slippageUsdt }) => moneyText(slippageUsdt) },
    { head: 'Trades', align: 'right', cell: ({ trades }) => countText(trades) },
    { head: 'Worst trade', align: 'right', cell: ({ worstUsdt }) => <Amount usdt={worstUsdt} /> },
  ];
}
