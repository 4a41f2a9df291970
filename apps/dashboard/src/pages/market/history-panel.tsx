import { CandlesRoute } from '@fullcarry/contracts/http/candles-route';
import { FundingRatesRoute } from '@fullcarry/contracts/http/funding-rates-route';
import { lazy, Suspense } from 'react';
import { routeUrl } from '../../api/ask.js';
import { countText } from '../../format/numbers.js';
import { dayText } from '../../format/times.js';
import { Choice } from '../../ui/choice.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { useAddress } from '../../ui/use-address.js';
import type { MarketHistory } from './draw-market.js';

const MarketChart = lazy(() => import('./market-chart.js'));

const RANGES = [
  ['7', 'Last week'],
  ['30', 'Last month'],
  ['90', 'Last 3 months'],
  ['366', 'Last year'],
] as const;

export function HistoryPanel({ history }: { readonly history: MarketHistory }) {
  const [days, setDays] = useAddress('days', '30');
  const { candles, funding } = history;
  const csv = { exchange: candles.exchange, symbol: candles.nativeId, format: 'csv' };
  const hasRows = candles.candles.length > 0;
  return (
    <Panel
      title="Price and settled funding"
      note={`Candles ${candles.timeframe} in USDT; funding in % of notional a settlement. Shaded: not there, or proven empty`}
      actions={
        <div className="filters">
          <Choice label="Shown" value={days} options={RANGES} onChange={setDays} />
          <a className="button" href={routeUrl(CandlesRoute, { query: csv })} download>
            Candles, CSV
          </a>
          <a className="button" href={routeUrl(FundingRatesRoute, { query: csv })} download>
            Funding, CSV
          </a>
        </div>
      }
    >
      {hasRows ? (
        <Suspense fallback={<Loading what="the chart" />}>
          <MarketChart history={history} days={Number(days)} label={chartLabel(history)} />
        </Suspense>
      ) : (
        <Empty>
          No candle is stored yet
          {funding.settlements.length > 0 &&
            `; ${countText(funding.settlements.length)} settlements are`}
          .
        </Empty>
      )}
    </Panel>
  );
}

function chartLabel({ candles, funding }: MarketHistory): string {
  const { fromMs, toMs } = candles.window;
  return `${countText(candles.candles.length)} candles and ${countText(funding.settlements.length)} settlements of ${candles.nativeId}, ${dayText(fromMs)} to ${dayText(toMs)} UTC`;
}
