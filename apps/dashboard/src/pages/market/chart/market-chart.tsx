import type { TimeWindow } from '@fullcarry/domain/time-window';
import { useEffect, useRef, useState } from 'react';
import { createMarketChart, type MarketChart as Chart } from './draw-market.js';
import type { ChartedHistory } from '../charted-history.js';
import { useColorScheme } from '../../../theme/color-scheme.js';
import { ChartCredit } from '../../../chart/chart-credit.js';
import type { VenueFunding } from '../../funding/venue-history.js';
import type { SignalLine } from './use-signal.js';
import { barText, type PointedBar } from './pointed-bar.js';
import './market-chart.css';

interface MarketChartProps {
  readonly history: ChartedHistory;
  readonly shown: TimeWindow;
  /** The same asset on another exchange, laid over. */
  readonly other: VenueFunding | undefined;
  /** Drawn below, on the same axis of time. */
  readonly signal: SignalLine | undefined;
  /** What volume counts. */
  readonly base: string;
  /** Whether equal steps of the price axis are equal ratios. */
  readonly isLog: boolean;
  readonly label: string;
}

/** Candles above settled funding above its sum on one axis of time; the line on top follows the pointer. */
export default function MarketChart(props: MarketChartProps) {
  const { history, shown, other, signal, base, isLog, label } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Chart>(undefined);
  const [pointed, setPointed] = useState<PointedBar>();
  const scheme = useColorScheme();
  useEffect(() => {
    if (!place.current) return;
    const chart = createMarketChart(place.current, { history, other, isLog }, setPointed);
    drawn.current = chart;
    return () => {
      drawn.current = undefined;
      chart.remove();
    };
  }, [history, other, isLog, scheme]);
  useEffect(() => drawn.current?.show(shown), [shown, history, other, isLog, scheme]);
  useEffect(() => drawn.current?.showSignal(signal), [signal, history, other, isLog, scheme]);
  return (
    <figure>
      <p className="chart-readout">{pointed && barText(pointed, base)}</p>
      <div ref={place} className="market-chart" role="img" aria-label={label} />
      <p className="unit">
        From top: price and volume, settled funding, its sum since the start of the range, and the
        signal that is chosen, of proven rows alone. Ctrl and wheel, or two fingers, zoom; drag
        moves; a double click shows the range again.
      </p>
      <ChartCredit />
    </figure>
  );
}
