import type { DeskPosition } from '@fullcarry/contracts/desk-position-v1';
import { countText, moneyText, percentText, priceText } from '../../format/numbers.js';
import { useLive } from '../../live/feed.js';
import { Amount } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Table, type Column } from '../../ui/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { POSITION_STATES } from '../desk-words.js';

export function PositionsPanel() {
  const told = useLive('positionV1');
  const open = told?.open ?? [];
  return (
    <Panel
      title="Open positions"
      note="Long spot, short perpetual of the same quantity; money in USDT, earned is positive"
    >
      {open.length === 0 ? (
        <Empty>No position is open.</Empty>
      ) : (
        <Table label="Open positions" columns={COLUMNS} rows={open} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<DeskPosition>[] = [
  { head: 'Market', cell: ({ nativeId, symbol }) => <strong title={symbol}>{nativeId}</strong> },
  {
    head: 'State',
    cell: ({ state }) => (
      <Badge tone={POSITION_STATES[state].tone}>{POSITION_STATES[state].text}</Badge>
    ),
  },
  {
    head: 'P&L',
    align: 'right',
    cell: ({ pnlUsdt }) => (
      <strong>
        <Amount usdt={pnlUsdt} />
      </strong>
    ),
  },
  {
    head: 'Funding',
    align: 'right',
    cell: ({ fundingUsdt, settlementsBooked }) => (
      <span title={`${countText(settlementsBooked)} settlements booked`}>
        <Amount usdt={fundingUsdt} />
      </span>
    ),
  },
  {
    head: 'Unrealised',
    align: 'right',
    cell: ({ unrealisedUsdt }) => <Amount usdt={unrealisedUsdt} />,
  },
  { head: 'Realised', align: 'right', cell: ({ realisedUsdt }) => <Amount usdt={realisedUsdt} /> },
  { head: 'Fees paid', align: 'right', cell: ({ feesUsdt }) => moneyText(feesUsdt) },
  {
    head: 'Notional, USDT',
    align: 'right',
    cell: ({ notionalUsdt }) => moneyText(notionalUsdt),
  },
  { head: 'Quantity, base', align: 'right', cell: ({ quantity }) => priceText(quantity) },
  {
    head: 'Spot in → now',
    align: 'right',
    cell: ({ spotEntryPrice, spotPrice }) =>
      `${priceText(spotEntryPrice)} → ${priceText(spotPrice)}`,
  },
  {
    head: 'Perp in → mark',
    align: 'right',
    cell: ({ perpEntryPrice, perpMarkPrice }) =>
      `${priceText(perpEntryPrice)} → ${priceText(perpMarkPrice)}`,
  },
  { head: 'Delta drift', align: 'right', cell: ({ deltaDrift }) => percentText(deltaDrift, 2) },
  { head: 'Margin left', align: 'right', cell: ({ marginShare }) => percentText(marginShare, 1) },
  { head: 'Opened, UTC', cell: ({ openedAtMs }) => <UtcTime atMs={openedAtMs} bare /> },
  { head: 'Why opened', align: 'wrap', cell: ({ openReason }) => openReason },
];
