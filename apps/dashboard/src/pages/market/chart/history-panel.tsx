import { CandlesRoute } from '@fullcarry/contracts/http/market/candles-route';
import { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { lazy } from 'react';
import { routeUrl } from '../../../api/ask.js';
import { ChartRoom } from '../../../chart/chart-room.js';
import { currenciesOf } from '../../../format/currencies.js';
import { countText } from '../../../format/numbers.js';
import { sentence } from '../../../format/sentence.js';
import { dayText } from '../../../format/times.js';
import { Empty } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { useAddress } from '../../../ui/form/use-address.js';
import { HOLE_STYLES } from './hole-styles.js';
import type { ChartedHistory } from '../charted-history.js';
import { Choice } from '../../../ui/form/choice.js';
import { useComparison } from './use-comparison.js';
import { useSignal } from './use-signal.js';
import { RangeControls } from './range-controls.js';
import '../../../ui/legend.css';

/** Of prices alone: funding and its sum go through zero, where a logarithm has no place. */
const AXES = [
  ['linear', 'Linear'],
  ['log', 'Logarithmic'],
] as const;

const MarketChart = lazy(() => import('./market-chart.js'));

interface HistoryPanelProps {
  readonly history: ChartedHistory;
  readonly shown: TimeWindow;
}

export function HistoryPanel({ history, shown }: HistoryPanelProps) {
  const { candles, funding } = history;
  const { base, quote } = currenciesOf(candles.symbol);
  const csv = { exchange: candles.exchange, symbol: candles.nativeId, format: 'csv', ...shown };
  const compare = useComparison(candles);
  const signal = useSignal({ exchange: candles.exchange, symbol: candles.nativeId }, shown);
  const [axis, setAxis] = useAddress('axis', 'linear');
  const hasRows = candles.candles.length > 0;
  return (
    <Panel
      title="Price and settled funding"
      note={`Candles ${candles.timeframe}${quote === '' ? '' : ` in ${quote}`}; funding in % of notional a settlement, positive is paid by longs to shorts`}
      actions={
        <div className="filters">
          <RangeControls shown={shown} />
          <Choice label="Price axis" value={axis} options={AXES} onChange={setAxis} />
          <Choice
            label="Compare its sum with"
            value={compare.chosen}
            options={compare.options}
            onChange={compare.choose}
            disabled={compare.options.length < 2}
          />
          <Choice
            label="Signal below"
            value={signal.chosen}
            options={signal.options}
            onChange={signal.choose}
          />
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
        <>
          <HoleLegend history={history} shown={shown} />
          {signal.missing !== undefined && (
            <p className="panel-note">No signal is drawn: {sentence(signal.missing)}</p>
          )}
          <ChartRoom className="market-chart-room">
            <MarketChart
              history={history}
              shown={shown}
              other={compare.other}
              signal={signal.line}
              base={base}
              isLog={axis === 'log'}
              label={chartLabel(history, shown)}
            />
          </ChartRoom>
        </>
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

/** The kinds of holes in the range: what each colour says. */
function HoleLegend({ history, shown }: HistoryPanelProps) {
  const holes = [...history.candles.holes, ...history.funding.holes].filter(
    ({ fromMs, toMs }) => fromMs < shown.toMs && toMs > shown.fromMs,
  );
  const styles = new Map(
    holes.map(({ status }) => [HOLE_STYLES[status][0], HOLE_STYLES[status][1]]),
  );
  return (
    <ul className="legend" aria-label="Shaded, because there are no rows">
      {styles.size === 0 ? (
        <li>Nothing is missing in this range.</li>
      ) : (
        [...styles].map(([label, token]) => (
          <li key={label}>
            <span className="legend-swatch" style={{ backgroundColor: `var(${token})` }} />
            {label}
          </li>
        ))
      )}
    </ul>
  );
}

function chartLabel({ candles, funding }: ChartedHistory, { fromMs, toMs }: TimeWindow): string {
  const within = (rows: readonly (readonly [number, ...unknown[]])[]) =>
    countText(rows.filter(([atMs]) => atMs >= fromMs && atMs < toMs).length);
  return `${within(candles.candles)} candles and ${within(funding.settlements)} settlements of ${candles.nativeId}, ${dayText(fromMs)} to ${dayText(toMs)} UTC`;
}
