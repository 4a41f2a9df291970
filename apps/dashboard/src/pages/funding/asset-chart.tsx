import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { createChart, LineSeries, type ISeriesApi } from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { ChartCredit } from '../../chart/chart-credit.js';
import { chartStyle } from '../../chart/chart-style.js';
import { chartTime } from '../../chart/chart-time.js';
import { withLeastSpan } from '../../chart/least-span.js';
import { timeGrid } from '../../chart/time-grid.js';
import { zoomByWheel } from '../../chart/zoom-by-wheel.js';
import { percentText } from '../../format/numbers.js';
import { isoMinute } from '../../format/times.js';
import { canvasColor } from '../../theme/canvas-colors.js';
import { useColorScheme } from '../../theme/color-scheme.js';
import { cumulative, fundingSlots } from '../market/chart/chart-slots.js';
import '../market/chart/market-chart.css';
import type { VenueFunding } from './venue-history.js';

const LEAST_SUM_PERCENT = 0.1;

/** One colour a venue, told apart also by its name in the line on top. */
export const VENUE_TOKENS = [
  '--accent',
  '--info',
  '--violet',
  '--warn',
  '--bad',
  '--good',
] as const;

interface AssetChartProps {
  readonly venues: readonly VenueFunding[];
  readonly shown: TimeWindow;
  readonly label: string;
}

/** What a short was paid on each venue since the beginning of the range. */
export default function AssetChart({ venues, shown, label }: AssetChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [readout, setReadout] = useState('');
  const scheme = useColorScheme();
  useEffect(() => {
    if (!place.current) return;
    return draw(place.current, venues, shown, setReadout);
  }, [venues, shown, scheme]);
  return (
    <figure>
      <p className="chart-readout">{readout}</p>
      <div ref={place} className="asset-chart" role="img" aria-label={label} />
      <ChartCredit />
    </figure>
  );
}

function draw(
  place: HTMLElement,
  venues: readonly VenueFunding[],
  shown: TimeWindow,
  show: (text: string) => void,
): () => void {
  const chart = createChart(place, chartStyle());
  const grid = timeGrid(shown, HOUR_MS);
  const lines = venues.map(({ exchange, settlements }, index) => {
    const within = settlements.filter(([atMs]) => atMs < shown.toMs);
    const points = cumulative(fundingSlots(within, HOUR_MS), shown.fromMs);
    const series = chart.addSeries(LineSeries, {
      color: canvasColor(VENUE_TOKENS[index % VENUE_TOKENS.length] ?? '--accent'),
      lineWidth: 2,
      title: exchange,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: percent },
      autoscaleInfoProvider: withLeastSpan(() => LEAST_SUM_PERCENT),
    });
    fill(series, grid, points);
    return { exchange, points };
  });
  const fit = () => chart.timeScale().fitContent();
  fit();
  const noZoom = zoomByWheel(place, chart, fit);
  const reportAt = (atMs: number) => {
    const sums = lines.map(({ exchange, points }) => {
      const sum = points.findLast((point) => point.atMs <= atMs)?.sum;
      return `${exchange} ${percentText(sum, 3, 'always')}`;
    });
    show(`${isoMinute(atMs)} UTC  ·  ${sums.join('  ·  ')}`);
  };
  reportAt(shown.toMs);
  chart.subscribeCrosshairMove(({ time }) => {
    reportAt(typeof time === 'number' ? time * 1000 : shown.toMs);
  });
  return () => {
    noZoom();
    chart.remove();
  };
}

function fill(
  series: ISeriesApi<'Line'>,
  grid: readonly number[],
  points: readonly { readonly atMs: number; readonly sum: number }[],
): void {
  const sums = new Map(points.map(({ atMs, sum }) => [atMs, sum]));
  series.setData(
    grid.map((atMs) => {
      const sum = sums.get(atMs);
      const time = chartTime(atMs);
      return sum === undefined ? { time } : { time, value: sum * 100 };
    }),
  );
}

function percent(value: number): string {
  return `${value.toFixed(2).replace('-', '−')} %`;
}
