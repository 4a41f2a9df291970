import {
  CandlestickSeries,
  createSeriesMarkers,
  HistogramSeries,
  LineSeries,
  PriceScaleMode,
  type IChartApi,
  type LineData,
} from 'lightweight-charts';
import { chartTime } from '../../../chart/chart-time.js';
import { withLeastSpan } from '../../../chart/least-span.js';
import { priceText } from '../../../format/numbers.js';
import { intervalText } from '../../../format/times.js';
import { canvasColor } from '../../../theme/canvas-colors.js';
import type { FundingSlot } from './chart-slots.js';
import { intervalChanges } from '../interval-changes.js';
import type { ChartedHistory } from '../charted-history.js';

const PRICES = 0;
const FUNDING = 1;
const SUMS = 2;

/** Axes span at least: a thousandth of the price; 0.01 % of funding a settlement, and of its sum 0.1 %. */
const LEAST_PRICE_SHARE = 0.001;
const LEAST_RATE_PERCENT = 0.01;
const LEAST_SUM_PERCENT = 0.1;

/** Marks nearer than this would stand on one another. */
const LEAST_MARK_STEPS = 200;

/** Puts candles, volume, funding and its sum into their panes; the sum is drawn anew with each range. */
export function addSeries(
  chart: IChartApi,
  history: ChartedHistory,
  slots: readonly FundingSlot[],
  grid: readonly number[],
  { other, isLog }: { readonly other: string | undefined; readonly isLog: boolean },
): { readonly showSums: (own: readonly SumPoint[], others: readonly SumPoint[]) => void } {
  addPrices(chart, history.candles.candles, grid, isLog);
  addFunding(chart, history, slots, grid);
  const own = addSum(chart, '--accent', other === undefined ? '' : history.candles.exchange);
  const overlaid = other === undefined ? undefined : addSum(chart, '--violet', other);
  return {
    showSums: (points, others) => {
      own.setData(points.map(sumData));
      overlaid?.setData(others.map(sumData));
    },
  };
}

export interface SumPoint {
  readonly atMs: number;
  /** Σ rate, a fraction of notional. */
  readonly sum: number;
}

function sumData({ atMs, sum }: SumPoint): LineData {
  return { time: chartTime(atMs), value: sum * 100 };
}

/** `title`: stands at the line's end where there is another one. */
function addSum(chart: IChartApi, token: '--accent' | '--violet', title: string) {
  return chart.addSeries(
    LineSeries,
    {
      color: canvasColor(token),
      lineWidth: 2,
      title,
      priceFormat: percentFormat(2),
      priceLineVisible: false,
      autoscaleInfoProvider: withLeastSpan(() => LEAST_SUM_PERCENT),
    },
    SUMS,
  );
}

function addPrices(
  chart: IChartApi,
  candles: ChartedHistory['candles']['candles'],
  grid: readonly number[],
  isLog: boolean,
): void {
  const up = canvasColor('--good');
  const down = canvasColor('--bad');
  const prices = chart.addSeries(
    CandlestickSeries,
    {
      upColor: up,
      wickUpColor: up,
      downColor: down,
      wickDownColor: down,
      borderVisible: false,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'custom', minMove: 1e-9, formatter: priceText },
      autoscaleInfoProvider: withLeastSpan((price) => Math.abs(price) * LEAST_PRICE_SHARE),
    },
    PRICES,
  );
  prices.priceScale().applyOptions({
    scaleMargins: { top: 0.08, bottom: 0.22 },
    mode: isLog ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
  });
  const byTime = new Map(candles.map((row) => [row[0], row]));
  prices.setData(
    grid.map((atMs) => {
      const time = chartTime(atMs);
      const row = byTime.get(atMs);
      if (!row) return { time };
      const [, open, high, low, close] = row;
      return { time, open, high, low, close };
    }),
  );
  const volume = chart.addSeries(
    HistogramSeries,
    {
      priceScaleId: 'volume',
      color: canvasColor('--cell-unknown'),
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'volume' },
    },
    PRICES,
  );
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  volume.setData(candles.map((row) => ({ time: chartTime(row[0]), value: row[5] })));
}

function addFunding(
  chart: IChartApi,
  { funding }: ChartedHistory,
  slots: readonly FundingSlot[],
  grid: readonly number[],
): void {
  const received = canvasColor('--good');
  const paid = canvasColor('--bad');
  const series = chart.addSeries(
    HistogramSeries,
    {
      priceFormat: percentFormat(4),
      priceLineVisible: false,
      lastValueVisible: false,
      autoscaleInfoProvider: withLeastSpan(() => LEAST_RATE_PERCENT),
    },
    FUNDING,
  );
  const [first] = grid;
  const last = grid.at(-1);
  const isShown = ({ atMs }: { readonly atMs: number }) =>
    first !== undefined && last !== undefined && atMs >= first && atMs <= last;
  const shown = slots.filter(isShown);
  series.setData(
    shown.map(({ atMs, rate }) => ({
      time: chartTime(atMs),
      value: rate * 100,
      color: rate < 0 ? paid : received,
    })),
  );
  const stepMs = (grid[1] ?? 0) - (first ?? 0);
  let freeFromMs = first ?? 0;
  const changes = intervalChanges(funding.settlements)
    .filter(isShown)
    .map((change) => {
      // One that follows soon is shown below the bars, so that both can be read.
      const isFree = change.atMs >= freeFromMs;
      freeFromMs = change.atMs + LEAST_MARK_STEPS * stepMs;
      return { ...change, position: isFree ? ('aboveBar' as const) : ('belowBar' as const) };
    });
  createSeriesMarkers(
    series,
    changes.map(({ atMs, fromMinutes, toMinutes, position }) => ({
      time: chartTime(Math.floor(atMs / stepMs) * stepMs),
      position,
      shape: position === 'aboveBar' ? ('arrowDown' as const) : ('arrowUp' as const),
      color: canvasColor('--info'),
      text: `${intervalText(fromMinutes)} → ${intervalText(toMinutes)}`,
    })),
  );
}

function percentFormat(digits: number) {
  return {
    type: 'custom',
    minMove: 10 ** -digits,
    formatter: (percent: number) => `${percent.toFixed(digits).replace('-', '−')} %`,
  } as const;
}
