import { BasisRoute } from '@fullcarry/contracts/http/market/basis-route';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { ask } from '../../../api/ask.js';
import { ChartRoom } from '../../../chart/chart-room.js';
import { utcText } from '../../../format/times.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import type { MarketName } from '../use-market.js';

const BasisChart = lazy(() => import('./basis-chart.js'));

/** A point a minute is kept. */
const REFRESH_MS = 60_000;

/** The basis as it was seen; spot candles are not stored, so that nothing is known of before. */
export function BasisPanel({ exchange, symbol }: MarketName) {
  const basis = useQuery({
    queryKey: ['basis', exchange, symbol],
    queryFn: ({ signal }) => ask(BasisRoute, { query: { exchange, symbol }, signal }),
    refetchInterval: REFRESH_MS,
  });
  const points = basis.data?.points ?? [];
  const [first] = points;
  const since = first
    ? `; only since ${utcText(first[0])}, when this gateway received its first prices`
    : '';
  return (
    <Panel
      title="Basis"
      note={`(perpetual − spot) / spot at the last prices of each poll, bp${since}. The spot leg’s history is not stored`}
    >
      {basis.data?.spotSymbol === null ? (
        <Empty>No spot price of it is polled on {exchange}: its basis is not known.</Empty>
      ) : points.length > 1 ? (
        <ChartRoom className="basis-room">
          <BasisChart points={points} name={basis.data?.nativeId ?? symbol} />
        </ChartRoom>
      ) : basis.data ? (
        <Empty>The curve begins a minute after the first prices are received.</Empty>
      ) : basis.error ? (
        <Failed what="the basis" error={basis.error} onRetry={() => void basis.refetch()} />
      ) : (
        <div className="basis-room">
          <Loading what="the basis" />
        </div>
      )}
    </Panel>
  );
}
