import { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import { JournalRoute } from '@fullcarry/contracts/http/desk/journal-route';
import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { useQuery } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import { ask, routeUrl } from '../../../api/ask.js';
import { ChartRoom } from '../../../chart/chart-room.js';
import { useLive } from '../../../live/feed.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { equityEvents } from './equity-events.js';
import { Panel } from '../../../ui/panel.js';

type Point = ReplyOf<typeof EquityRoute>['points'][number];

const EquityChart = lazy(() => import('./equity-chart.js'));

export function EquityPanel() {
  const equity = useQuery({
    queryKey: ['equity'],
    queryFn: ({ signal }) => ask(EquityRoute, { query: { points: 2000 }, signal }),
  });
  const journal = useQuery({
    queryKey: ['journal', 'equity'],
    queryFn: async ({ signal }) => {
      const kinds = ['trade', 'mode', 'settings'] as const;
      const found = await Promise.all(
        kinds.map((kind) => ask(JournalRoute, { query: { kind, limit: 500 }, signal })),
      );
      return found.flatMap(({ entries }) => entries);
    },
  });
  const events = useMemo(() => equityEvents(journal.data ?? []), [journal.data]);
  const status = useLive('deskV1')?.status;
  const points = useMemo(() => withNow(equity.data?.points ?? [], status), [equity.data, status]);
  return (
    <Panel
      title="Equity"
      note="Paper money, USDT; both legs at their prices of the moment"
      actions={
        <a
          className="button"
          href={routeUrl(EquityRoute, { query: { points: 5000, format: 'csv' } })}
          download
        >
          CSV
        </a>
      }
    >
      {!equity.data ? (
        equity.error ? (
          <Failed what="the equity" error={equity.error} onRetry={() => void equity.refetch()} />
        ) : (
          <Loading what="the equity" />
        )
      ) : points.length < 2 ? (
        <Empty>The curve begins with the second cycle.</Empty>
      ) : (
        <ChartRoom className="equity-room">
          <EquityChart points={points} events={events} />
        </ChartRoom>
      )}
    </Panel>
  );
}

/** A cycle records a point; what happened since, as a stop by a person, is in what the desk says of itself. */
function withNow(points: readonly Point[], status: DeskStatus | null | undefined): Point[] {
  const last = points.at(-1);
  if (!status || (last && status.atMs <= last.atMs)) return [...points];
  return [...points, { ...status.ledger, atMs: status.atMs }];
}
