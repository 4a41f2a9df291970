import type { IChartApi } from 'lightweight-charts';
import { zoomByWheel } from './zoom-by-wheel.js';

export interface ReportAtPointer<Point> {
  /** Ascending. */
  readonly points: readonly Point[];
  readonly text: (point: Point) => string;
  /** What happened around a point that is pointed at, in one line; '' for nothing. */
  readonly near: (point: Point) => string;
  readonly show: (text: string) => void;
}

/**
 * Shows a drawn chart whole, lets it be zoomed, and shows the point under the pointer, or of the last one. Returns
 * what takes the chart away.
 */
export function reportAtPointer<Point extends { readonly atMs: number }>(
  place: HTMLElement,
  chart: IChartApi,
  { points, text, near, show }: ReportAtPointer<Point>,
): () => void {
  const fit = () => chart.timeScale().fitContent();
  fit();
  const noZoom = zoomByWheel(place, chart, fit);
  const last = points.at(-1);
  show(last ? text(last) : '');
  chart.subscribeCrosshairMove(({ time }) => {
    const atMs = typeof time === 'number' ? time * 1000 : undefined;
    const at = atMs === undefined ? last : points.findLast((point) => point.atMs <= atMs);
    if (!at) return;
    const happened = atMs === undefined ? '' : near(at);
    show(happened === '' ? text(at) : `${text(at)}  ·  ${happened}`);
  });
  return () => {
    noZoom();
    chart.remove();
  };
}
