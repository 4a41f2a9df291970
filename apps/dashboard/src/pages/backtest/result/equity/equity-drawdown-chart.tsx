import {
  BaselineSeries,
  createChart,
  createSeriesMarkers,
  LineStyle,
  type IChartApi,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { ChartCredit } from '../../../../chart/chart-credit.js';
import { chartLook } from '../../../../chart/chart-look.js';
import { chartTime } from '../../../../chart/chart-time.js';
import { withLeastSpan } from '../../../../chart/least-span.js';
import { zoomByWheel } from '../../../../chart/zoom-by-wheel.js';
import { moneyText, percentText } from '../../../../format/numbers.js';
import { dayText } from '../../../../format/times.js';
import { canvasColor } from '../../../../theme/canvas-colors.js';
import { useColorScheme } from '../../../../theme/color-scheme.js';
import { marksNear, marksOf, type EquityEvent } from '../../../desk/history/equity-marks.js';
import type { CurvePoint } from './daily-curve.js';

const DAY_MS = 86_400_000;

/** The axes span at least a thousandth of the equity, and of a drawdown: less is the noise of prices. */
const LEAST_SHARE = 0.001;

interface EquityDrawdownChartProps {
  readonly points: readonly CurvePoint[];
  readonly events: readonly EquityEvent[];
}

/** Equity by day, and below it how far it was from its peak; with the entries and exits. */
export default function EquityDrawdownChart({ points, events }: EquityDrawdownChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useColorScheme();
  const [told, setTold] = useState('');
  useEffect(() => {
    if (!place.current) return;
    return draw(place.current, points, events, setTold);
  }, [points, events, scheme]);
  return (
    <figure>
      <p className="equity-told">{told}</p>
      <div ref={place} className="backtest-chart" role="img" aria-label={label(points)} />
      <p className="unit">
        Above: equity; dashed: at the start. Below: drawdown, how far it was below its highest value
        before. ▲ opened, ▼ closed, red where the trade lost. Ctrl and wheel zoom, a double click
        shows everything again.
      </p>
      <ChartCredit />
    </figure>
  );
}

function draw(
  place: HTMLElement,
  points: readonly CurvePoint[],
  events: readonly EquityEvent[],
  tell: (text: string) => void,
): () => void {
  const chart = createChart(place, chartLook());
  drawEquity(chart, points, events);
  drawDrawdown(chart, points);
  const [upper, lower] = chart.panes();
  upper?.setStretchFactor(3);
  lower?.setStretchFactor(1);
  chart.timeScale().applyOptions({ timeVisible: false });
  const fit = () => chart.timeScale().fitContent();
  fit();
  const noZoom = zoomByWheel(place, chart, fit);
  const last = points.at(-1);
  tell(last ? text(last) : '');
  chart.subscribeCrosshairMove(({ time }) => {
    const atMs = typeof time === 'number' ? time * 1000 : undefined;
    const at = atMs === undefined ? last : points.findLast((point) => point.atMs <= atMs);
    if (!at) return;
    // What happened on the day that ends here.
    const near = atMs === undefined ? '' : marksNear(ofDay(events, at.atMs), at.atMs, DAY_MS);
    tell(near === '' ? text(at) : `${text(at)}  ·  ${near}`);
  });
  return () => {
    noZoom();
    chart.remove();
  };
}

function ofDay(events: readonly EquityEvent[], endMs: number): EquityEvent[] {
  return events.filter(({ atMs }) => atMs > endMs - DAY_MS && atMs <= endMs);
}

function drawEquity(
  chart: IChartApi,
  points: readonly CurvePoint[],
  events: readonly EquityEvent[],
): void {
  const gain = canvasColor('--good');
  const loss = canvasColor('--bad');
  const started = points[0]?.value ?? 0;
  const series = chart.addSeries(BaselineSeries, {
    ...{ baseValue: { type: 'price', price: started }, lineWidth: 2, priceLineVisible: false },
    ...{ topLineColor: gain, topFillColor1: 'transparent', topFillColor2: 'transparent' },
    ...{ bottomLineColor: loss, bottomFillColor1: 'transparent', bottomFillColor2: 'transparent' },
    priceFormat: { type: 'custom', minMove: 0.01, formatter: (usdt: number) => moneyText(usdt) },
    autoscaleInfoProvider: withLeastSpan((usdt) => Math.abs(usdt) * LEAST_SHARE, started),
  });
  series.setData(points.map(({ atMs, value }) => ({ time: chartTime(atMs), value })));
  createSeriesMarkers(
    series,
    marksOf(events, points, DAY_MS).map(({ atMs, shape, isGood }) => ({
      ...{ time: chartTime(atMs), shape, color: isGood ? gain : loss },
      position: shape === 'arrowDown' ? 'aboveBar' : 'belowBar',
    })),
  );
  series.createPriceLine({
    ...{ price: started, color: canvasColor('--line-strong'), lineStyle: LineStyle.Dashed },
    axisLabelVisible: true,
  });
}

function drawDrawdown(chart: IChartApi, points: readonly CurvePoint[]): void {
  const loss = canvasColor('--bad');
  const fill = canvasColor('--bad-soft');
  const series = chart.addSeries(
    BaselineSeries,
    {
      ...{ baseValue: { type: 'price', price: 0 }, lineWidth: 1, priceLineVisible: false },
      ...{ topLineColor: loss, topFillColor1: 'transparent', topFillColor2: 'transparent' },
      ...{ bottomLineColor: loss, bottomFillColor1: fill, bottomFillColor2: fill },
      priceFormat: {
        ...{ type: 'custom', minMove: 0.00001 },
        formatter: (share: number) => percentText(share),
      },
      autoscaleInfoProvider: withLeastSpan(() => LEAST_SHARE, 0),
    },
    1,
  );
  series.setData(points.map(({ atMs, drawdown }) => ({ time: chartTime(atMs), value: drawdown })));
}

/** A point is the end of a day, which is the start of the next. */
function text({ atMs, value, drawdown }: CurvePoint): string {
  const below = drawdown < 0 ? `  ·  ${percentText(-drawdown)} below its peak` : '';
  return `${dayText(atMs - 1)}  ·  ${moneyText(value)} USDT${below}`;
}

function label(points: readonly CurvePoint[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return 'Equity and drawdown';
  const deepest = Math.min(...points.map(({ drawdown }) => drawdown));
  return `Equity from ${moneyText(first.value)} USDT on ${dayText(first.atMs)} to ${moneyText(last.value)} USDT at the end of ${dayText(last.atMs - 1)}; deepest drawdown ${percentText(-deepest)}`;
}
