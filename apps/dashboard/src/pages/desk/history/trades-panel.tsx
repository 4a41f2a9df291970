import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import { PositionsRoute } from '@fullcarry/contracts/http/desk/positions-route';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, routeUrl } from '../../../api/ask.js';
import { countText, moneyText } from '../../../format/numbers.js';
import { useLive } from '../../../live/feed.js';
import { readable } from '../../../format/sentence.js';
import { durationText } from '../../../format/times.js';
import { Amount } from '../../../ui/amount.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/form/button.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { UtcTime } from '../../../ui/utc-time.js';
import { POSITION_STATES } from '../../desk-labels.js';
import { PositionName } from '../position-name.js';
import { pricePnl } from '../price-pnl.js';
import { FillsDialog } from './fills-dialog.js';

/** Before no position: from the newest on. */
const NEWEST = 0;

/** What was opened, also what is closed by now; each with its fills. */
export function TradesPanel() {
  const exchange = useLive('deskV1')?.status?.exchange ?? '';
  const [shownId, setShownId] = useState<number>();
  const trades = useInfiniteQuery({
    queryKey: ['positions'],
    queryFn: ({ pageParam, signal }) =>
      ask(PositionsRoute, {
        query: { state: 'all', limit: 50, beforeId: pageParam === NEWEST ? undefined : pageParam },
        signal,
      }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBeforeId,
  });
  const pages = trades.data?.pages ?? [];
  const rows = pages.flatMap(({ positions }) => positions);
  return (
    <Panel
      title="Trades"
      note={
        trades.data &&
        `${countText(rows.length)} of ${countText(pages[0]?.total)}, the newest first; USDT`
      }
      actions={
        <a
          className="button"
          href={routeUrl(PositionsRoute, { query: { limit: 500, format: 'csv' } })}
          download
        >
          CSV
        </a>
      }
    >
      {trades.data === undefined ? (
        trades.error ? (
          <Failed what="the trades" error={trades.error} onRetry={() => void trades.refetch()} />
        ) : (
          <Loading what="the trades" />
        )
      ) : rows.length === 0 ? (
        <Empty>Nothing was traded yet.</Empty>
      ) : (
        <div className="short-list">
          <Table
            label="Trades"
            columns={columns(exchange, setShownId)}
            rows={rows}
            rowKey={({ id }) => id}
          />
        </div>
      )}
      {trades.hasNextPage && (
        <Button disabled={trades.isFetching} onClick={() => void trades.fetchNextPage()}>
          Show older ones
        </Button>
      )}
      <FillsDialog id={shownId} onClose={() => setShownId(undefined)} />
    </Panel>
  );
}

function columns(exchange: string, show: (id: number) => void): readonly Column<DeskPosition>[] {
  return [
    {
      head: 'Market',
      cell: ({ id, nativeId, symbol }) => (
        <PositionName
          exchange={exchange}
          symbol={symbol}
          nativeId={nativeId}
          onDetails={() => show(id)}
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
        closedAtMs === null ? 'still open' : durationText(closedAtMs - openedAtMs),
    },
    {
      head: 'Notional',
      align: 'right',
      cell: ({ notionalUsdt }) => moneyText(notionalUsdt),
    },
    { head: 'Funding', align: 'right', cell: ({ fundingUsdt }) => <Amount usdt={fundingUsdt} /> },
    {
      head: 'Price P&L',
      align: 'right',
      cell: (position) => <Amount usdt={pricePnl(position)} />,
    },
    { head: 'Fees', align: 'right', cell: ({ feesUsdt }) => moneyText(feesUsdt) },
    { head: 'Net P&L', align: 'right', cell: ({ pnlUsdt }) => <Amount usdt={pnlUsdt} /> },
    {
      head: 'Why',
      align: 'wrap',
      cell: ({ openReason, closeReason }) => readable(closeReason ?? openReason),
    },
  ];
}
