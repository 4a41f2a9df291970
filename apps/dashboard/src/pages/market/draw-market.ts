import type { CandlesRoute } from '@fullcarry/contracts/http/candles-route';
import type { FundingRatesRoute } from '@fullcarry/contracts/http/funding-rates-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type WhitespaceData,
} from 'lightweight-charts';
import { chartLook } from '../../chart/chart-look.js';
import { chartTime } from '../../chart/chart-time.js';
import { ShadedWindows } from '../../chart/shaded-windows.js';
import { priceText } from '../../format/numbers.js';
import { intervalText } from '../../format/times.js';
import { canvasColor } from '../../theme/canvas-colors.js';
import { blanksFor } from './blanks.js';
import { intervalChanges } from './interval-changes.js';

export interface MarketHistory {
  readonly candles: ReplyOf<typeof CandlesRoute>;
  readonly funding: ReplyOf<typeof FundingRatesRoute>;
}

export interface MarketChart {
  showLastDays(days: number): void;
  remove(): void;
}

const PRICES = 0;
const FUNDING = 1;

export function createMarketChart(place: HTMLElement, history: MarketHistory): MarketChart {
  const chart = createChart(place, chartLook());
  const stepMs = timeframeMs(history.candles.timeframe);
  const candleHoles = insideLife(history.candles.holes);
  const fundingHoles = insideLife(history.funding.holes);
  drawCandles(chart, history.candles, candleHoles, stepMs);
  drawFunding(chart, history.funding, fundingHoles, stepMs);
  const [prices, funding] = chart.panes();
  prices?.attachPrimitive(new ShadedWindows(candleHoles, canvasColor('--bad-soft')));
  funding?.attachPrimitive(new ShadedWindows(fundingHoles, canvasColor('--bad-soft')));
  prices?.setStretchFactor(3);
  funding?.setStretchFactor(1.2);
  const { toMs } = history.candles.window;
  return {
    showLastDays: (days) => {
      const last = (history.candles.candles.at(-1)?.[0] ?? toMs) + stepMs;
      const shown = history.candles.candles.filter(([openAtMs]) => openAtMs > last - days * DAY_MS);
      const first = shown[0]?.[0];
      const to = history.candles.candles.at(-1)?.[0];
      if (first === undefined || to === undefined) return;
      chart.timeScale().setVisibleRange({ from: chartTime(first), to: chartTime(to) });
    },
    remove: () => chart.remove(),
  };
}

/** Before its listing and after its delisting a market has no hole: there is nothing. */
function insideLife(holes: MarketHistory['candles']['holes']): TimeWindow[] {
  return holes.filter(({ status }) => status === 'missing' || status === 'confirmed-empty');
}

function drawCandles(
  chart: IChartApi,
  { candles }: MarketHistory['candles'],
  holes: readonly TimeWindow[],
  stepMs: number,
): void {
  const up = canvasColor('--good');
  const down = canvasColor('--bad');
  const series = chart.addSeries(
    CandlestickSeries,
    {
      upColor: up,
      wickUpColor: up,
      downColor: down,
      wickDownColor: down,
      borderVisible: false,
      priceFormat: { type: 'custom', minMove: 1e-9, formatter: priceText },
    },
    PRICES,
  );
  const points: CandlestickData[] = candles.map(([openAtMs, open, high, low, close]) => ({
    time: chartTime(openAtMs),
    open,
    high,
    low,
    close,
  }));
  series.setData(withBlanks(points, holes, stepMs, candles));
}

function drawFunding(
  chart: IChartApi,
  { settlements }: MarketHistory['funding'],
  holes: readonly TimeWindow[],
  stepMs: number,
): void {
  const received = canvasColor('--good');
  const paid = canvasColor('--bad');
  const series = chart.addSeries(
    HistogramSeries,
    {
      priceFormat: {
        type: 'custom',
        minMove: 1e-6,
        formatter: (rate: number) => `${rate.toFixed(4)} %`,
      },
    },
    FUNDING,
  );
  const points: HistogramData[] = settlements.map(([settledAtMs, rate]) => ({
    time: chartTime(settledAtMs),
    value: Number(rate) * 100,
    color: Number(rate) < 0 ? paid : received,
  }));
  series.setData(withBlanks(points, holes, stepMs, settlements));
  createSeriesMarkers(
    series,
    intervalChanges(settlements).map(({ atMs, fromMinutes, toMinutes }) => ({
      time: chartTime(atMs),
      position: 'aboveBar' as const,
      shape: 'arrowDown' as const,
      color: canvasColor('--info'),
      text: `${intervalText(fromMinutes)} → ${intervalText(toMinutes)}`,
    })),
  );
}

function withBlanks<Point extends WhitespaceData>(
  points: readonly Point[],
  holes: readonly TimeWindow[],
  stepMs: number,
  rows: readonly (readonly [atMs: number, ...unknown[]])[],
): (Point | WhitespaceData)[] {
  const blanks = blanksFor(holes, stepMs, new Set(rows.map(([atMs]) => atMs)));
  const all = [...points, ...blanks.map((atMs) => ({ time: chartTime(atMs) }))];
  return all.sort((a, b) => Number(a.time) - Number(b.time));
}
