import { BaselineSeries, createChart, type IChartApi } from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { ChartCredit } from '../../../../chart/chart-credit.js';
import { chartStyle } from '../../../../chart/chart-style.js';
import { chartTime } from '../../../../chart/chart-time.js';
import { drawEquityLine } from '../../../../chart/equity-line.js';
import { marksNear, marksOf, type EquityEvent } from '../../../../chart/equity-marks.js';
import { withLeastSpan } from '../../../../chart/least-span.js';
import { reportAtPointer } from '../../../../chart/report-at-pointer.js';
import { moneyText, percentText } from '../../../../format/numbers.js';
import { dayText } from '../../../../format/times.js';
import { canvasColor } from '../../../../theme/canvas-colors.js';
import { useColorScheme } from '../../../../theme/color-scheme.js';
import type { CurvePoint } from './daily-curve.js';

const DAY_MS = 86_400_000;

/** The axis of a drawdown spans at least a thousandth: less is the noise of prices. */
const LEAST_SHARE = 0.001;

interface EquityDrawdownChartProps {
  readonly points: readonly CurvePoint[];
  readonly events: readonly EquityEvent[];
}

/** Equity by day, and below it how far it was from its peak; with the entries and exits. */
export default function EquityDrawdownChart({ points, events }: EquityDrawdownChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useColorScheme();
  const [readout, setReadout] = useState('');
  useEffect(() => {
    if (!place.current) return;
    return draw(place.current, points, events, setReadout);
  }, [points, events, scheme]);
  return (
    <figure>
      <p className="equity-readout">{readout}</p>
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
  show: (text: string) => void,
): () => void {
  const chart = createChart(place, chartStyle());
  drawEquityLine(chart, {
    started: points[0]?.value ?? 0,
    data: points.map(({ atMs, value }) => ({ time: chartTime(atMs), value })),
    marks: marksOf(events, points, DAY_MS),
  });
  drawDrawdown(chart, points);
  const [upper, lower] = chart.panes();
  upper?.setStretchFactor(3);
  lower?.setStretchFactor(1);
  chart.timeScale().applyOptions({ timeVisible: false });
  // What happened on the day that ends here.
  const near = ({ atMs }: CurvePoint) => marksNear(ofDay(events, atMs), atMs, DAY_MS);
  return reportAtPointer(place, chart, { points, text, near, show });
}

function ofDay(events: readonly EquityEvent[], endMs: number): EquityEvent[] {
  return events.filter(({ atMs }) => atMs > endMs - DAY_MS && atMs <= endMs);
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
