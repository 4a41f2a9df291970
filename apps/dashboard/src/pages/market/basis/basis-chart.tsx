import type { BasisPoint } from '@fullcarry/contracts/http/market/basis-route';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { createChart, LineSeries } from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { ChartCredit } from '../../../chart/chart-credit.js';
import { chartStyle } from '../../../chart/chart-style.js';
import { chartTime } from '../../../chart/chart-time.js';
import { withLeastSpan } from '../../../chart/least-span.js';
import { recordedGrid } from '../../../chart/recorded-grid.js';
import { ShadedWindows } from '../../../chart/shaded-windows.js';
import { timeGrid } from '../../../chart/time-grid.js';
import { zoomByWheel } from '../../../chart/zoom-by-wheel.js';
import { basisPointText, priceText } from '../../../format/numbers.js';
import { utcText } from '../../../format/times.js';
import { canvasColor } from '../../../theme/canvas-colors.js';
import { useColorScheme } from '../../../theme/color-scheme.js';
import { spotBasis } from './basis.js';
import '../chart/market-chart.css';

/** Less than this is the step of the prices. */
const LEAST_SPAN_BP = 2;
const BP = 10_000;

interface BasisChartProps {
  /** Ascending, two at least. */
  readonly points: readonly BasisPoint[];
  readonly name: string;
}

/** The basis in basis points over time; nothing was heard where it is shaded. */
export default function BasisChart({ points, name }: BasisChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [readout, setReadout] = useState('');
  const scheme = useColorScheme();
  useEffect(() => {
    if (!place.current) return;
    return draw(place.current, points, setReadout);
  }, [points, scheme]);
  return (
    <figure>
      <p className="chart-readout">{readout}</p>
      <div ref={place} className="basis-chart" role="img" aria-label={label(points, name)} />
      <ChartCredit />
    </figure>
  );
}

function draw(
  place: HTMLElement,
  heard: readonly BasisPoint[],
  show: (text: string) => void,
): () => void {
  const { points, quiet, stepMs } = recordedGrid(
    heard.map(([atMs, price, spot]) => ({ atMs, value: spotBasis(price, spot) * BP })),
  );
  const chart = createChart(place, chartStyle());
  const series = chart.addSeries(LineSeries, {
    color: canvasColor('--accent'),
    lineWidth: 2,
    priceLineVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 0.1,
      formatter: (bp: number) => basisPointText(bp / BP),
    },
    autoscaleInfoProvider: withLeastSpan(() => LEAST_SPAN_BP, 0),
  });
  const window = { fromMs: points[0]?.atMs ?? 0, toMs: points.at(-1)?.atMs ?? 0 };
  const values = new Map(points.map((point) => [point.atMs, point.value]));
  series.setData(
    timeGrid(window, stepMs).map((atMs) => {
      const value = values.get(atMs);
      return value === undefined ? { time: chartTime(atMs) } : { time: chartTime(atMs), value };
    }),
  );
  const color = canvasColor('--shade-outside');
  chart.panes()[0]?.attachPrimitive(new ShadedWindows(quiet.map((one) => ({ ...one, color }))));
  chart.timeScale().applyOptions({ secondsVisible: window.toMs - window.fromMs < HOUR_MS });
  const fit = () => chart.timeScale().fitContent();
  fit();
  const noZoom = zoomByWheel(place, chart, fit);
  const reportAt = (atMs: number) => {
    const point = heard.findLast((one) => one[0] < atMs + stepMs) ?? heard[0];
    if (point) show(pointText(point));
  };
  reportAt(window.toMs);
  chart.subscribeCrosshairMove(({ time }) => {
    reportAt(typeof time === 'number' ? time * 1000 : window.toMs);
  });
  return () => {
    noZoom();
    chart.remove();
  };
}

function pointText([atMs, price, spot]: BasisPoint): string {
  return `${utcText(atMs)}  ·  ${basisPointText(spotBasis(price, spot))}  ·  perpetual ${priceText(price)}, spot ${priceText(spot)}`;
}

function label(points: readonly BasisPoint[], name: string): string {
  const last = points.at(-1);
  return last
    ? `Basis of ${name}, ${points.length} points, the last ${basisPointText(spotBasis(last[1], last[2]))}`
    : `Basis of ${name}`;
}
