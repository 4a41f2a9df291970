import { LineSeries, LineType, type IChartApi, type ISeriesApi } from 'lightweight-charts';
import { chartTime } from '../../../chart/chart-time.js';
import { withLeastSpan } from '../../../chart/least-span.js';
import { canvasColor } from '../../../theme/canvas-colors.js';
import type { SignalLine } from './use-signal.js';

/** Below prices, funding and its sum. */
const SIGNAL_PANE = 3;

/** A signal in a pane of its own, on the chart's axis of time. */
export interface DrawnSignal {
  readonly series: ISeriesApi<'Line'>;
  /** What it was at a time: that of the settlement before it. */
  readonly textAt: (atMs: number) => string | undefined;
}

/** A signal changes with a settlement and stays until the next: steps, on the grid of the candles. */
export function addSignal(chart: IChartApi, line: SignalLine, stepMs: number): DrawnSignal {
  const { text, unit, digits, least, points } = line;
  const written = (value: number) =>
    `${value.toFixed(digits).replace('-', '−')}${unit === '' ? '' : ` ${unit}`}`;
  const series = chart.addSeries(
    LineSeries,
    {
      color: canvasColor('--info'),
      lineWidth: 1,
      lineType: LineType.WithSteps,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 10 ** -digits, formatter: written },
      autoscaleInfoProvider: withLeastSpan(() => least),
    },
    SIGNAL_PANE,
  );
  // Where a candle is longer than an interval, the last settlement in it counts.
  const slots = new Map(
    points.map(({ atMs, value }) => [Math.floor(atMs / stepMs) * stepMs, value]),
  );
  series.setData([...slots].map(([atMs, value]) => ({ time: chartTime(atMs), value })));
  chart.panes()[SIGNAL_PANE]?.setStretchFactor(0.8);
  return {
    series,
    textAt: (atMs) => {
      const before = points.findLast((point) => point.atMs <= atMs);
      return before && `${text} ${written(before.value)}`;
    },
  };
}
