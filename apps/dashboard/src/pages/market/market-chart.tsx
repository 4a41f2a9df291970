import { useEffect, useRef } from 'react';
import { createMarketChart, type MarketChart as Chart, type MarketHistory } from './draw-market.js';
import { useColorScheme } from '../../theme/color-scheme.js';
import { ChartCredit } from '../../chart/chart-credit.js';
import './market-chart.css';

interface MarketChartProps {
  readonly history: MarketHistory;
  /** How much of the end is in view, days. */
  readonly days: number;
  readonly label: string;
}

/** Candles above settled funding on one axis of time; holes are shaded, and nothing is joined over them. */
export default function MarketChart({ history, days, label }: MarketChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Chart>(undefined);
  const scheme = useColorScheme();
  useEffect(() => {
    if (!place.current) return;
    const chart = createMarketChart(place.current, history);
    drawn.current = chart;
    return () => {
      drawn.current = undefined;
      chart.remove();
    };
  }, [history, scheme]);
  useEffect(() => drawn.current?.showLastDays(days), [days, history, scheme]);
  return (
    <figure>
      <div ref={place} className="market-chart" role="img" aria-label={label} />
      <ChartCredit />
    </figure>
  );
}
