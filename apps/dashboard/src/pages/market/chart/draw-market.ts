import type { HoleStatus } from '@fullcarry/contracts/http/market/candles-route';
import { overlap, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { createChart, type IChartApi } from 'lightweight-charts';
import { chartStyle } from '../../../chart/chart-style.js';
import { chartTime } from '../../../chart/chart-time.js';
import { ShadedWindows } from '../../../chart/shaded-windows.js';
import { onGrid, timeGrid } from '../../../chart/time-grid.js';
import { zoomByWheel } from '../../../chart/zoom-by-wheel.js';
import { canvasColor } from '../../../theme/canvas-colors.js';
import type { VenueFunding } from '../../funding/venue-history.js';
import { cumulative, fundingSlots } from './chart-slots.js';
import { addSeries } from './chart-series.js';
import { HOLE_STYLES } from './hole-styles.js';
import type { ChartedHistory } from '../charted-history.js';
import { addSignal, type DrawnSignal } from './signal-series.js';
import type { SignalLine } from './use-signal.js';
import type { PointedBar } from './pointed-bar.js';

/** A market that does not trade settles nothing: no settlement is missing there. */
const OUTSIDE_LIFE: readonly HoleStatus[] = ['before-listing', 'after-delisting'];

export interface MarketChart {
  /** Draws this window and no other; the sums begin with it. */
  show(window: TimeWindow): void;
  /** Draws this signal below the others, or none. */
  showSignal(line: SignalLine | undefined): void;
  remove(): void;
}

export interface DrawnMarket {
  readonly history: ChartedHistory;
  /** The same asset elsewhere, whose sum is laid over. */
  readonly other: VenueFunding | undefined;
  /** Whether equal steps of the price axis are equal ratios. */
  readonly isLog: boolean;
}

/**
 * Candles and volume above settled funding above its sum, on one linear axis of time: every step of the window is
 * a point, with a row or without. `show`: called with what is under the pointer.
 */
export function createMarketChart(
  place: HTMLElement,
  { history, other, isLog }: DrawnMarket,
  show: (bar: PointedBar) => void,
): MarketChart {
  const chart = createChart(place, chartStyle());
  const stepMs = timeframeMs(history.candles.timeframe);
  const { window } = history.candles;
  const slots = fundingSlots(history.funding.settlements, stepMs);
  const grid = timeGrid(window, stepMs);
  const series = addSeries(chart, history, slots, grid, { other: other?.exchange, isLog });
  const otherSlots = fundingSlots(other?.settlements ?? [], stepMs).filter(
    ({ atMs }) => atMs < window.toMs,
  );
  shade(chart, history, stepMs);
  const candles = new Map(history.candles.candles.map((row) => [row[0], row]));
  const funding = new Map(slots.map((slot) => [slot.atMs, slot]));
  const newestMs = history.candles.candles.at(-1)?.[0] ?? window.toMs;
  let sums = new Map<number, number>();
  let otherSums = new Map<number, number>();
  let shown: TimeWindow = window;
  let signal: DrawnSignal | undefined;
  const reportAt = (atMs: number) =>
    show({
      atMs,
      candle: candles.get(atMs),
      funding: funding.get(atMs),
      cumulative: lastUpTo(sums, atMs),
      signal: signal?.textAt(atMs),
      other: other && { exchange: other.exchange, cumulative: lastUpTo(otherSums, atMs) },
      isPartial: history.funding.holes.some(
        (hole) => !OUTSIDE_LIFE.includes(hole.status) && overlap(hole, shown),
      ),
    });
  const fit = () => {
    chart.timeScale().setVisibleRange({
      from: chartTime(Math.floor(shown.fromMs / stepMs) * stepMs),
      to: chartTime(Math.floor(shown.toMs / stepMs) * stepMs),
    });
  };
  const noZoom = zoomByWheel(place, chart, fit);
  chart.subscribeCrosshairMove(({ time }) => {
    reportAt(typeof time === 'number' ? time * 1000 : Math.min(newestMs, shown.toMs));
  });
  return {
    show: (wanted) => {
      shown = wanted;
      const points = cumulative(slots, wanted.fromMs);
      sums = new Map(points.map(({ atMs, sum }) => [atMs, sum]));
      const others = cumulative(otherSlots, wanted.fromMs);
      otherSums = new Map(others.map(({ atMs, sum }) => [atMs, sum]));
      series.showSums(points, others);
      fit();
      reportAt(Math.min(newestMs, wanted.toMs));
    },
    showSignal: (line) => {
      if (signal) chart.removeSeries(signal.series);
      signal = line && addSignal(chart, line, stepMs);
      fit();
      reportAt(Math.min(newestMs, shown.toMs));
    },
    remove: () => {
      noZoom();
      chart.remove();
    },
  };
}

/** The sum at a time is that of the settlement before it. */
function lastUpTo(sums: ReadonlyMap<number, number>, atMs: number): number | undefined {
  let found: number | undefined;
  for (const [settledAtMs, sum] of sums) {
    if (settledAtMs > atMs) break;
    found = sum;
  }
  return found;
}

function shade(chart: IChartApi, { candles, funding }: ChartedHistory, stepMs: number): void {
  const colors = new Map<HoleStatus, string>();
  const colorOf = (status: HoleStatus) => {
    const color = colors.get(status) ?? canvasColor(HOLE_STYLES[status][1]);
    colors.set(status, color);
    return color;
  };
  const [prices, rates, sums] = chart.panes();
  const shaded = (holes: ChartedHistory['candles']['holes']) =>
    new ShadedWindows(
      onGrid(holes, candles.window, stepMs).map((hole) => ({
        ...hole,
        color: colorOf(hole.status),
      })),
    );
  prices?.attachPrimitive(shaded(candles.holes));
  rates?.attachPrimitive(shaded(funding.holes));
  sums?.attachPrimitive(shaded(funding.holes));
  prices?.setStretchFactor(3);
  rates?.setStretchFactor(1.1);
  sums?.setStretchFactor(0.9);
}
