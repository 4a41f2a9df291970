import { EquityRoute } from '@fullcarry/contracts/http/equity-route';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ask } from '../../api/ask.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';

const EquityChart = lazy(() => import('./equity-chart.js'));

export function EquityPanel() {
  const equity = useQuery({
    queryKey: ['equity'],
    queryFn: ({ signal }) => ask(EquityRoute, { query: { points: 2000 }, signal }),
  });
  const points = equity.data?.points ?? [];
  return (
    <Panel title="Equity" note="Paper money, USDT; both legs at their prices of the moment">
      {!equity.data ? (
        equity.error ? (
          <Failed what="the equity" error={equity.error} onRetry={() => void equity.refetch()} />
        ) : (
          <Loading what="the equity" />
        )
      ) : points.length < 2 ? (
        <Empty>The curve begins with the second cycle.</Empty>
      ) : (
        <Suspense fallback={<Loading what="the chart" />}>
          <EquityChart points={points} />
        </Suspense>
      )}
    </Panel>
  );
}
