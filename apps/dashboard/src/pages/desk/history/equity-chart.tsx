import type { EquityRoute } from '@fullcarry/contracts/http/desk/equity-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { createChart } from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { ChartCredit } from '../../../chart/chart-credit.js';
import { chartStyle } from '../../../chart/chart-style.js';
import { chartTime } from '../../../chart/chart-time.js';
import { drawEquityLine } from '../../../chart/equity-line.js';
import { marksNear, marksOf, type EquityEvent } from '../../../chart/equity-marks.js';
import { recordedGrid, type RecordedPoint } from '../../../chart/recorded-grid.js';
import { ShadedWindows } from '../../../chart/shaded-windows.js';
import { reportAtPointer } from '../../../chart/report-at-pointer.js';
import { timeGrid } from '../../../chart/time-grid.js';
import { moneyText } from '../../../format/numbers.js';
import { utcSecondText, utcText } from '../../../format/times.js';
import { canvasColor } from '../../../theme/canvas-colors.js';
import { useColorScheme } from '../../../theme/color-scheme.js';

type Point = ReplyOf<typeof EquityRoute>['points'][number];

/** Shorter curves are told apart by their seconds. */
const SHORT_MS = 3_600_000;

interface EquityChartProps {
  readonly points: readonly Point[];
  /** What happened on the desk, ascending. */
  readonly events: readonly EquityEvent[];
}

/** Equity over time, green above what the desk started with and red below; nothing was recorded where it is shaded. */
export default function EquityChart({ points, events }: EquityChartProps) {
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
      <div ref={place} className="equity-chart" role="img" aria-label={label(points)} />
      <p className="unit">
        Dashed: what the desk started with. Shaded: the desk did not run. ▲ opened, ▼ closed, ■
        started, paused, stopped, settings. Ctrl and wheel zoom, a double click shows everything
        again.
      </p>
      <ChartCredit />
    </figure>
  );
}

function draw(
  place: HTMLElement,
  recorded: readonly Point[],
  events: readonly EquityEvent[],
  show: (text: string) => void,
): () => void {
  const { points, quiet, stepMs } = recordedGrid(
    recorded.map(({ atMs, equityUsdt }) => ({ atMs, value: Number(equityUsdt) })),
  );
  const fromMs = points[0]?.atMs ?? 0;
  const toMs = points.at(-1)?.atMs ?? 0;
  const chart = createChart(place, chartStyle());
  const values = new Map(points.map((point) => [point.atMs, point.value]));
  drawEquityLine(chart, {
    started: Number(recorded[0]?.startingEquityUsdt ?? 0),
    data: timeGrid({ fromMs, toMs }, stepMs).map((atMs) => {
      const value = values.get(atMs);
      const time = chartTime(atMs);
      return value === undefined ? { time } : { time, value };
    }),
    marks: marksOf(events, points, stepMs),
  });
  const color = canvasColor('--shade-outside');
  chart.panes()[0]?.attachPrimitive(new ShadedWindows(quiet.map((one) => ({ ...one, color }))));
  chart.timeScale().applyOptions({ secondsVisible: toMs - fromMs < SHORT_MS });
  const near = ({ atMs }: RecordedPoint) => marksNear(events, atMs, stepMs);
  return reportAtPointer(place, chart, { points, text, near, show });
}

function text({ atMs, value }: RecordedPoint): string {
  return `${utcSecondText(atMs)}  ·  ${moneyText(value)} USDT`;
}

function label(points: readonly Point[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return 'Equity';
  return `Equity from ${moneyText(first.equityUsdt)} USDT at ${utcText(first.atMs)} to ${moneyText(last.equityUsdt)} USDT at ${utcText(last.atMs)}`;
}
