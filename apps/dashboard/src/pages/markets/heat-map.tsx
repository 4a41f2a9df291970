import { DAY_MS } from '@fullcarry/domain/time-window';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { dayText } from '../../format/times.js';
import { useColorScheme } from '../../theme/color-scheme.js';
import { STATUS_LABELS } from './coverage-legend.js';
import { dayStatuses } from './coverage-days.js';
import { drawHeatMap, readHeatColors, type HeatRow } from './draw-heat-map.js';
import {
  cellAt,
  HEAD_PX,
  layOut,
  monthMarks,
  NAMES_PX,
  ROW_PX,
  type HeatCell,
} from './heat-layout.js';
import { useView } from './use-view.js';
import './heat-map.css';

interface HeatMapProps {
  readonly rows: readonly HeatRow[];
  /** Start of the first UTC day. */
  readonly fromMs: number;
  readonly days: number;
  readonly onOpen: (row: number) => void;
}

const MOVES: Readonly<Record<string, readonly [rows: number, days: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** Markets × days. The pointer or the arrow keys choose a day, which is shown below; a click opens the market. */
export function HeatMap({ rows, fromMs, days, onOpen }: HeatMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useView(frame);
  const scheme = useColorScheme();
  const [chosen, setChosen] = useState<HeatCell>();
  const layout = layOut(rows.length, days, view.widthPx);
  const months = useMemo(() => monthMarks(fromMs, days), [fromMs, days]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || view.widthPx === 0) return;
    const scale = window.devicePixelRatio;
    canvas.current.width = view.widthPx * scale;
    canvas.current.height = view.heightPx * scale;
    context.scale(scale, scale);
    drawHeatMap(context, { layout, rows, months, chosen, colors: readHeatColors(), ...view });
  }, [layout, rows, months, chosen, view, scheme]);

  // The newest days are on the right; where not all fit, they are what is wanted first.
  const isScrolled = layout.widthPx > view.widthPx && view.widthPx > 0;
  useEffect(() => {
    if (isScrolled && frame.current) frame.current.scrollLeft = frame.current.scrollWidth;
  }, [isScrolled]);

  const at = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const { scrollLeft, scrollTop } = event.currentTarget;
    return cellAt(
      layout,
      event.clientX - box.left + scrollLeft,
      event.clientY - box.top + scrollTop,
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Enter' && chosen) onOpen(chosen.row);
    const move = MOVES[event.key];
    const end = event.key === 'Home' ? 0 : event.key === 'End' ? days - 1 : undefined;
    if (!move && end === undefined) return;
    event.preventDefault();
    const next = move
      ? moved(chosen, move, rows.length, days)
      : { row: chosen?.row ?? 0, day: Math.max(0, end ?? 0) };
    setChosen(next);
    if (frame.current) reveal(frame.current, next, layout.dayPx);
  };
  return (
    <figure className="heat">
      <div
        ref={frame}
        className="heat-frame"
        tabIndex={0}
        role="group"
        aria-label="Coverage by market and day. The arrow keys, Home and End choose a day, Enter opens its market"
        onPointerMove={(event) => setChosen(at(event))}
        onPointerLeave={() => setChosen(undefined)}
        onClick={() => chosen && onOpen(chosen.row)}
        onKeyDown={onKeyDown}
      >
        <canvas
          ref={canvas}
          className="heat-canvas"
          style={{ width: `${view.widthPx}px`, height: `${view.heightPx}px` }}
          role="img"
          aria-label={`${rows.length} markets, ${days} days from ${dayText(fromMs)}`}
        />
        <div
          className="heat-room"
          style={{ width: `${layout.widthPx}px`, height: `${layout.heightPx}px` }}
        />
      </div>
      <figcaption className="heat-readout" aria-live="polite">
        {chosen
          ? describe(rows[chosen.row], chosen.day, fromMs)
          : 'Point at a day, or use the arrow keys.'}
      </figcaption>
    </figure>
  );
}

function describe(row: HeatRow | undefined, day: number, fromMs: number): string {
  if (!row) return '';
  const status = dayStatuses(row.letters)[day];
  const label = status === undefined ? 'unknown' : STATUS_LABELS[status].toLowerCase();
  return `${row.name}, ${dayText(fromMs + day * DAY_MS)} UTC: ${label}`;
}

function moved(
  from: HeatCell | undefined,
  [rows, days]: readonly [number, number],
  rowCount: number,
  dayCount: number,
): HeatCell {
  if (!from) return { row: 0, day: Math.max(0, dayCount - 1) };
  const within = (value: number, count: number) => Math.min(Math.max(0, value), count - 1);
  return { row: within(from.row + rows, rowCount), day: within(from.day + days, dayCount) };
}

function reveal(frame: HTMLElement, { row, day }: HeatCell, dayPx: number): void {
  const topPx = row * ROW_PX;
  if (topPx < frame.scrollTop) frame.scrollTop = topPx;
  const bottomPx = topPx + HEAD_PX + ROW_PX;
  if (bottomPx > frame.scrollTop + frame.clientHeight) {
    frame.scrollTop = bottomPx - frame.clientHeight;
  }
  const leftPx = day * dayPx;
  if (leftPx < frame.scrollLeft) frame.scrollLeft = leftPx;
  const rightPx = NAMES_PX + leftPx + dayPx;
  if (rightPx > frame.scrollLeft + frame.clientWidth) {
    frame.scrollLeft = rightPx - frame.clientWidth;
  }
}
