import {
  BaselineSeries,
  createSeriesMarkers,
  LineStyle,
  type IChartApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { moneyText } from '../format/numbers.js';
import { canvasColor } from '../theme/canvas-colors.js';
import { chartTime } from './chart-time.js';
import type { EquityEvent } from './equity-marks.js';
import { withLeastSpan } from './least-span.js';

/** The axis spans at least a thousandth of equity: less is the noise of prices, not a result. */
const LEAST_SHARE = 0.001;

export interface EquityLine {
  /** What it began with, USDT: a dashed line stands there. */
  readonly started: number;
  /** USDT; a time without a value is a hole. */
  readonly data: readonly (
    { readonly time: UTCTimestamp; readonly value: number } | { readonly time: UTCTimestamp }
  )[];
  readonly marks: readonly EquityEvent[];
}

/** Draws equity over time, green above what it began with and red below, and marks what happened. */
export function drawEquityLine(chart: IChartApi, { started, data, marks }: EquityLine): void {
  const gain = canvasColor('--good');
  const loss = canvasColor('--bad');
  const series = chart.addSeries(BaselineSeries, {
    baseValue: { type: 'price', price: started },
    topLineColor: gain,
    topFillColor1: 'transparent',
    topFillColor2: 'transparent',
    bottomLineColor: loss,
    bottomFillColor1: 'transparent',
    bottomFillColor2: 'transparent',
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: { type: 'custom', minMove: 0.01, formatter: (usdt: number) => moneyText(usdt) },
    autoscaleInfoProvider: withLeastSpan((usdt) => Math.abs(usdt) * LEAST_SHARE, started),
  });
  series.setData([...data]);
  createSeriesMarkers(
    series,
    marks.map(({ atMs, shape, isGood }) => ({
      time: chartTime(atMs),
      position: shape === 'arrowDown' ? 'aboveBar' : 'belowBar',
      shape,
      color: isGood ? gain : loss,
    })),
  );
  series.createPriceLine({
    price: started,
    color: canvasColor('--line-strong'),
    lineStyle: LineStyle.Dashed,
    axisLabelVisible: true,
  });
}
