import type { EquityRoute } from '@fullcarry/contracts/http/equity-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { BaselineSeries, createChart } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { ChartCredit } from '../../chart/chart-credit.js';
import { chartLook } from '../../chart/chart-look.js';
import { chartTime } from '../../chart/chart-time.js';
import { moneyText } from '../../format/numbers.js';
import { utcText } from '../../format/times.js';
import { canvasColor } from '../../theme/canvas-colors.js';
import { useColorScheme } from '../../theme/color-scheme.js';

type Point = ReplyOf<typeof EquityRoute>['points'][number];

/** Shorter curves are told apart by their seconds. */
const SHORT_MS = 900_000;

/** Equity over time, green above what the desk started with and red below. */
export default function EquityChart({ points }: { readonly points: readonly Point[] }) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useColorScheme();
  useEffect(() => {
    if (!place.current) return;
    const chart = createChart(place.current, chartLook());
    const gain = canvasColor('--good');
    const loss = canvasColor('--bad');
    const series = chart.addSeries(BaselineSeries, {
      baseValue: { type: 'price', price: Number(points[0]?.startingEquityUsdt ?? 0) },
      topLineColor: gain,
      topFillColor1: 'transparent',
      topFillColor2: 'transparent',
      bottomLineColor: loss,
      bottomFillColor1: 'transparent',
      bottomFillColor2: 'transparent',
      lineWidth: 2,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: (usdt: number) => moneyText(usdt) },
    });
    series.setData(bySecond(points));
    chart.timeScale().applyOptions({ secondsVisible: spanMs(points) < SHORT_MS });
    chart.timeScale().fitContent();
    return () => chart.remove();
  }, [points, scheme]);
  return (
    <figure>
      <div ref={place} className="equity-chart" role="img" aria-label={label(points)} />
      <ChartCredit />
    </figure>
  );
}

function spanMs(points: readonly Point[]): number {
  return (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
}

/** The chart knows seconds: of two points in one, the later. */
function bySecond(points: readonly Point[]) {
  const values = new Map(
    points.map(({ atMs, equityUsdt }) => [chartTime(atMs), Number(equityUsdt)]),
  );
  return [...values].map(([time, value]) => ({ time, value }));
}

function label(points: readonly Point[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return 'Equity';
  return `Equity from ${moneyText(first.equityUsdt)} USDT at ${utcText(first.atMs)} to ${moneyText(last.equityUsdt)} USDT at ${utcText(last.atMs)}`;
}
