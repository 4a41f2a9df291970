import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { useMemo, useState } from 'react';
import { countText, moneyText, percentText, priceText, UNKNOWN } from '../../format/numbers.js';
import { readable } from '../../format/sentence.js';
import { useLive } from '../../live/feed.js';
import { Amount } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { Table, type Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { POSITION_STATES } from '../desk-labels.js';
import { ClosePosition } from './controls/close-position.js';
import { FillsDialog } from './history/fills-dialog.js';
import { nextPayment } from './next-payment.js';
import { PositionName } from './position-name.js';
import { pricePnl } from './price-pnl.js';

export function PositionsPanel() {
  const newest = useLive('positionV1');
  const rates = useLive('ratesV1')?.rates;
  const desk = useLive('deskV1');
  const exchange = desk?.status?.exchange ?? '';
  const mayCommand = desk !== undefined && desk.doors !== 'closed';
  const [shownId, setShownId] = useState<number>();
  const [closing, setClosing] = useState<DeskPosition>();
  const columns = useMemo(
    () =>
      columnsOf({
        exchange,
        rates: rates?.markets ?? [],
        show: setShownId,
        close: mayCommand ? setClosing : undefined,
      }),
    [exchange, rates, mayCommand],
  );
  return (
    <Panel
      title="Open positions"
      note="Long spot, short perpetual of the same quantity; USDT, earned is positive. Price P&L + funding − fees = net"
    >
      {!newest ? (
        <Loading what="the open positions" />
      ) : newest.open.length === 0 ? (
        <Empty>No position is open.</Empty>
      ) : (
        <Table
          label="Open positions"
          columns={columns}
          rows={newest.open}
          rowKey={({ id }) => id}
        />
      )}
      <FillsDialog id={shownId} onClose={() => setShownId(undefined)} />
      <ClosePosition position={closing} onClose={() => setClosing(undefined)} />
    </Panel>
  );
}

interface ColumnsOf {
  readonly exchange: string;
  readonly rates: readonly MarketRate[];
  readonly show: (id: number) => void;
  /** Asks before it closes one; undefined where the gateway takes no commands. */
  readonly close: ((position: DeskPosition) => void) | undefined;
}

function columnsOf({ exchange, rates, show, close }: ColumnsOf): readonly Column<DeskPosition>[] {
  return [
    {
      head: 'Market',
      cell: (position) => (
        <PositionName
          exchange={exchange}
          symbol={position.symbol}
          nativeId={position.nativeId}
          onDetails={() => show(position.id)}
          onClose={close && (() => close(position))}
        />
      ),
    },
    {
      head: 'State',
      cell: ({ state, openReason }) => (
        <Badge tone={POSITION_STATES[state].tone} title={readable(openReason)}>
          {POSITION_STATES[state].text}
        </Badge>
      ),
    },
    {
      head: 'Net P&L',
      align: 'right',
      cell: ({ pnlUsdt }) => (
        <strong>
          <Amount usdt={pnlUsdt} />
        </strong>
      ),
    },
    {
      head: 'Price P&L',
      align: 'right',
      cell: (position) => <Amount usdt={pricePnl(position)} />,
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
    { head: 'Fees', align: 'right', cell: ({ feesUsdt }) => moneyText(feesUsdt) },
    {
      head: 'Next settlement',
      align: 'right',
      cell: (position) => <Next position={position} rates={rates} />,
    },
    { head: 'Notional', align: 'right', cell: ({ notionalUsdt }) => moneyText(notionalUsdt) },
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
    { head: 'Drift', align: 'right', cell: ({ deltaDrift }) => percentText(deltaDrift, 2) },
    { head: 'Margin', align: 'right', cell: ({ marginShare }) => percentText(marginShare, 1) },
    { head: 'Opened, UTC', cell: ({ openedAtMs }) => <UtcTime atMs={openedAtMs} bare /> },
  ];
}

function Next({
  position,
  rates,
}: {
  readonly position: DeskPosition;
  readonly rates: readonly MarketRate[];
}) {
  const next = nextPayment([position], rates);
  if (!next) return <>{UNKNOWN}</>;
  return (
    <>
      <Amount usdt={next.expectedUsdt} />{' '}
      <span className="unit">
        <Since atMs={next.atMs} />
      </span>
    </>
  );
}
