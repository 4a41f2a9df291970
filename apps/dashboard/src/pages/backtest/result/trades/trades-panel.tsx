import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestTradeV1 } from '@fullcarry/contracts/backtest/backtest-trade-v1';
import { useMemo, useState } from 'react';
import { countText, moneyText } from '../../../../format/numbers.js';
import { readable } from '../../../../format/sentence.js';
import { durationText } from '../../../../format/times.js';
import { Amount } from '../../../../ui/amount.js';
import { Badge } from '../../../../ui/badge.js';
import { Button } from '../../../../ui/form/button.js';
import { Choice } from '../../../../ui/form/choice.js';
import { useAddress } from '../../../../ui/form/use-address.js';
import { Empty } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { Table, type Column } from '../../../../ui/table/table.js';
import { UtcTime } from '../../../../ui/utc-time.js';
import { POSITION_STATES } from '../../../desk-labels.js';
import { PositionName } from '../../../desk/position-name.js';
import { TradeDialog } from './trade-dialog.js';

const PAGE = 50;

const ORDERS = [
  ['worst', 'The worst first'],
  ['time', 'As they were opened'],
] as const;

/** Every trade, with its fills and settlements. */
export function TradesPanel({ document }: { readonly document: BacktestDocumentV1 }) {
  const { trades, setup } = document;
  const [order, setOrder] = useAddress('trades', 'worst');
  const [shown, setShown] = useState(PAGE);
  const [opened, setOpened] = useState<BacktestTradeV1>();
  const sorted = useMemo(
    () =>
      order === 'time'
        ? [...trades].sort((a, b) => a.openedAtMs - b.openedAtMs)
        : [...trades].sort((a, b) => Number(a.netUsdt) - Number(b.netUsdt)),
    [trades, order],
  );
  const columns = useMemo(() => columnsOf(setup.venue, setOpened), [setup.venue]);
  const rows = sorted.slice(0, shown);
  return (
    <Panel
      title="Trades"
      note={`${countText(rows.length)} of ${countText(trades.length)}, USDT. Details: each fill and each settlement`}
      actions={<Choice label="Order" value={order} options={ORDERS} onChange={setOrder} />}
    >
      {rows.length === 0 ? (
        <Empty>Nothing was traded.</Empty>
      ) : (
        <div className="short-list">
          <Table
            label="Trades"
            columns={columns}
            rows={rows}
            rowKey={({ symbol, openedAtMs }) => `${symbol} ${openedAtMs}`}
          />
        </div>
      )}
      {shown < trades.length && (
        <Button onClick={() => setShown(shown + PAGE)}>Show more of them</Button>
      )}
      <TradeDialog trade={opened} onClose={() => setOpened(undefined)} />
    </Panel>
  );
}

function columnsOf(
  venue: string,
  show: (trade: BacktestTradeV1) => void,
): readonly Column<BacktestTradeV1>[] {
  return [
    {
      head: 'Market',
      cell: (trade) => (
        <PositionName
          exchange={venue}
          symbol={trade.symbol}
          nativeId={trade.symbol}
          onDetails={() => show(trade)}
        />
      ),
    },
    {
      head: 'State',
      cell: ({ state }) => (
        <Badge tone={POSITION_STATES[state].tone}>{POSITION_STATES[state].text}</Badge>
      ),
    },
    { head: 'Opened, UTC', cell: ({ openedAtMs }) => <UtcTime atMs={openedAtMs} bare /> },
    { head: 'Closed, UTC', cell: ({ closedAtMs }) => <UtcTime atMs={closedAtMs} bare /> },
    {
      head: 'Held',
      align: 'right',
      cell: ({ openedAtMs, closedAtMs }) =>
        closedAtMs === undefined ? 'to the end' : durationText(closedAtMs - openedAtMs),
    },
    { head: 'Notional', align: 'right', cell: ({ notionalUsdt }) => moneyText(notionalUsdt) },
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
    {
      head: 'Why',
      align: 'wrap',
      cell: ({ openReason, closeReason }) => readable(closeReason ?? openReason),
    },
  ];
}
